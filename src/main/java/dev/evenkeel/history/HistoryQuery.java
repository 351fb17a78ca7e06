package dev.evenkeel.history;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.plan.layers.LayerShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a job's history is asked for, checked.
 *
 * @param layers indexes, {@link Series#WHOLE_NETWORK} among them
 * @param from first iteration
 * @param to last iteration
 */
record HistoryQuery(List<Integer> layers, long from, long to, int maxPoints) {

  static final String GLOBAL = "global";
  static final int DEFAULT_POINTS = 500;
  static final int MAX_POINTS = 10_000;

  /** The query as the client wrote it; null where a parameter is absent. */
  record Raw(
      @Nullable String layers,
      @Nullable String from,
      @Nullable String to,
      @Nullable String maxPoints) {}

  /**
   * Reads a query, or refuses it with all its faults.
   *
   * @param withGlobal whether the series is recorded for the whole network too
   * @param others faults of the request's other parameters
   */
  static HistoryQuery parse(Raw raw, RecordedJob job, boolean withGlobal, List<Fault> others) {
    List<Fault> faults = new ArrayList<>(others);
    List<Integer> layers = layers(raw.layers(), job, withGlobal, faults);
    long from = number(raw.from(), "from", 1, faults);
    long to = number(raw.to(), "to", Long.MAX_VALUE, faults);
    if (from > to) {
      faults.add(
          new Fault(
              "/from",
              "out_of_range",
              "from (%d) must not be greater than to (%d).".formatted(from, to)));
    }
    int maxPoints = maxPoints(raw.maxPoints(), faults);
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new HistoryQuery(layers, from, to, maxPoints);
  }

  static int maxPoints(@Nullable String text, List<Fault> faults) {
    long points = number(text, "max_points", DEFAULT_POINTS, faults);
    if (points > MAX_POINTS) {
      faults.add(
          new Fault(
              "/max_points",
              "out_of_range",
              "max_points (%d) must lie between 1 and %d.".formatted(points, MAX_POINTS)));
      return DEFAULT_POINTS;
    }
    return (int) points;
  }

  private static long number(@Nullable String text, String name, long absent, List<Fault> faults) {
    if (text == null || text.isBlank()) {
      return absent;
    }
    try {
      long number = Long.parseLong(text.strip());
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    faults.add(
        new Fault(
            "/" + name,
            "out_of_range",
            "%s must be a whole number of at least 1, not '%s'.".formatted(name, text)));
    return absent;
  }

  private static List<Integer> layers(
      @Nullable String text, RecordedJob job, boolean withGlobal, List<Fault> faults) {
    Set<Integer> known =
        Stream.concat(
                withGlobal ? Stream.of(Series.WHOLE_NETWORK) : Stream.empty(),
                job.layers().stream().map(LayerShape::index))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (text == null || text.isBlank()) {
      return List.copyOf(known);
    }
    Set<Integer> wanted = new LinkedHashSet<>();
    for (String name : text.split(",", -1)) {
      Integer layer = layer(name.strip());
      // Before the network is built any layer may turn out to be there.
      boolean possible = layer != null && (known.contains(layer) || isPossible(layer, job));
      if (possible) {
        wanted.add(layer);
      } else {
        faults.add(unknownLayer(name, known));
      }
    }
    return wanted.stream().sorted().toList();
  }

  private static boolean isPossible(int layer, RecordedJob job) {
    return layer >= 0 && !job.isShaped();
  }

  private static @Nullable Integer layer(String name) {
    if (name.equals(GLOBAL)) {
      return Series.WHOLE_NETWORK;
    }
    return name.matches("[0-9]{1,9}") ? Integer.valueOf(name) : null;
  }

  private static Fault unknownLayer(String name, Set<Integer> known) {
    String names =
        known.stream()
            .map(layer -> layer == Series.WHOLE_NETWORK ? GLOBAL : layer.toString())
            .collect(Collectors.joining(", "));
    return new Fault(
        "/layers",
        "unknown_layer",
        "There is no layer '%s' with parameters. There are: %s.".formatted(name, names));
  }
}
