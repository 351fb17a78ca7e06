package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.OutlierTraits.ClassRows;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds the columns of separate validation and test datasets against those trained on. */
final class SplitChecks {

  /** That many training standard deviations, or times as wide or as narrow, is another scale. */
  private static final double CERTAIN = 10;

  private static final double SUSPECT_SHIFT = 3;
  private static final double SUSPECT_WIDTH = 4;

  /** Cells beside the median that say how wide a column is. */
  private static final int FEW = 20;

  private static final int ENOUGH = 100;
  private static final double NARROWEST = 1e-6;
  private static final int FEW_FOR_A_SUSPICION = 50;
  private static final int MOST_NAMED = 8;

  /** Shares of classes or categories that differ by that much in all. */
  private static final double OTHER_SHARES = 0.5;

  private final DataFacts training;
  private final List<PreflightWarning> found = new ArrayList<>();

  SplitChecks(SplitFacts facts) {
    training = facts.training();
    compare("validation", facts.validation());
    compare("test", facts.test());
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  /**
   * A column that differs.
   *
   * @param shift of the means, in training standard deviations
   * @param width times as wide as in training
   */
  private record Difference(
      DataFacts.Column before, DataFacts.Column now, double shift, double width) {

    double size() {
      return Math.max(shift, Math.max(width, 1 / width));
    }

    boolean isCertain() {
      return size() > CERTAIN;
    }

    boolean isSuspect(int looked) {
      return now.varied() * looked >= FEW_FOR_A_SUSPICION
          && (shift > SUSPECT_SHIFT || Math.max(width, 1 / width) > SUSPECT_WIDTH);
    }

    String text() {
      return "%s has a mean of %s and a spread of %s, where training has %s and %s"
          .formatted(
              before.name(),
              Figures.show(now.mean()),
              Figures.show(now.spread()),
              Figures.show(before.mean()),
              Figures.show(before.spread()));
    }
  }

  private void compare(String split, DataFacts facts) {
    if (facts.looked() == 0 || training.looked() == 0) {
      return;
    }
    List<Difference> differences =
        new ArrayList<>(differences(training.columns(), facts.columns(), facts.looked()));
    differences.addAll(differences(training.targets(), facts.targets(), facts.looked()));
    List<Difference> certain = differences.stream().filter(Difference::isCertain).toList();
    if (!certain.isEmpty()) {
      report(split, certain, Severity.WARNING);
      return;
    }
    List<Difference> suspect =
        differences.stream().filter(one -> one.isSuspect(facts.looked())).toList();
    if (!suspect.isEmpty()) {
      report(split, suspect, Severity.INFO);
    }
    List<Drift> drifts = drifts(facts);
    if (!drifts.isEmpty()) {
      report(split, drifts);
    }
    if (suspect.isEmpty() && drifts.isEmpty()) {
      compareClasses(split, facts);
    }
  }

  private List<Difference> differences(
      List<DataFacts.Column> before, List<DataFacts.Column> now, int looked) {
    Map<String, DataFacts.Column> known =
        before.stream()
            .collect(Collectors.toMap(DataFacts.Column::name, Function.identity(), (a, b) -> a));
    List<Difference> differences = new ArrayList<>();
    for (DataFacts.Column column : now) {
      Optional.ofNullable(known.get(column.name()))
          .flatMap(old -> difference(old, column, looked))
          .ifPresent(differences::add);
    }
    differences.sort(Comparator.comparingDouble(Difference::size).reversed());
    return differences;
  }

  /** Empty where a column says too little: it is constant, or hardly ever filled. */
  private Optional<Difference> difference(
      DataFacts.Column before, DataFacts.Column now, int looked) {
    double expected = Math.min(before.varied(), 1) * looked;
    boolean telling = before.spread() > 0 && before.std() > 0 && expected >= FEW;
    if (!telling) {
      return Optional.empty();
    }
    double shift = Math.abs(now.mean() - before.mean()) / before.std();
    // Where hardly a cell was to be expected beside the median, none says little of the width.
    boolean measured = now.spread() > 0 || expected >= ENOUGH;
    double width = measured ? Math.max(now.spread() / before.spread(), NARROWEST) : 1;
    return Optional.of(new Difference(before, now, shift, width));
  }

  private void report(String split, List<Difference> differences, Severity severity) {
    String named =
        differences.stream()
            .limit(MOST_NAMED)
            .map(Difference::text)
            .collect(Collectors.joining("; "));
    found.add(
        new PreflightWarning(
            "/split/%s_dataset_id".formatted(split),
            Cause.VALIDATION_MISMATCH,
            severity,
            Map.of(
                "columns",
                differences.stream().limit(MOST_NAMED).map(one -> one.before().name()).toList(),
                "largest_difference",
                differences.get(0).size()),
            "%s of the %s dataset %s unlike training: %s."
                .formatted(
                    Figures.count(differences.size(), "column"),
                    split,
                    differences.size() == 1 ? "is" : "are",
                    named),
            "Prepare both datasets in the same way, in the same units.",
            List.of()));
  }

  /**
   * A column whose categories differ.
   *
   * @param apart the share of the cells that would have to change theirs
   */
  private record Drift(String column, double apart) {}

  private List<Drift> drifts(DataFacts facts) {
    Map<String, DataFacts.Categories> known =
        training.categorical().stream()
            .collect(Collectors.toMap(DataFacts.Categories::name, Function.identity()));
    return facts.categorical().stream()
        .filter(now -> known.containsKey(now.name()) && now.cells() >= FEW_FOR_A_SUSPICION)
        .filter(now -> isOther(known.get(now.name()), now))
        .map(now -> new Drift(now.name(), apart(known.get(now.name()).shares(), now.shares())))
        .sorted(Comparator.comparingDouble(Drift::apart).reversed())
        .toList();
  }

  /** By chance alone shares of K categories among n cells are about ½ √(K / n) apart. */
  private static boolean isOther(DataFacts.Categories before, DataFacts.Categories now) {
    int fewer = Math.min(before.cells(), now.cells());
    double chance = fewer == 0 ? 1 : Math.sqrt((double) before.shares().size() / fewer) / 2;
    return apart(before.shares(), now.shares()) > OTHER_SHARES + chance;
  }

  private void report(String split, List<Drift> drifts) {
    List<Drift> named = drifts.stream().limit(MOST_NAMED).toList();
    found.add(
        PreflightWarning.of(
            "/split/%s_dataset_id".formatted(split),
            Cause.VALIDATION_MISMATCH,
            Map.of(
                "columns",
                named.stream().map(Drift::column).toList(),
                "category_shares_apart",
                drifts.get(0).apart()),
            "Categories of the %s dataset are other than training's: %s."
                .formatted(
                    split,
                    named.stream()
                        .map(
                            one ->
                                "in column %s %s of the cells would have to change theirs"
                                    .formatted(one.column(), Figures.percent(one.apart())))
                        .collect(Collectors.joining("; "))),
            "Draw both datasets from the same examples.",
            List.of()));
  }

  private void compareClasses(String split, DataFacts facts) {
    Map<String, Double> before = shares(training);
    Map<String, Double> now = shares(facts);
    if (before.isEmpty() || now.isEmpty() || facts.looked() < FEW_FOR_A_SUSPICION) {
      return;
    }
    double apart = apart(before, now);
    if (apart > OTHER_SHARES) {
      found.add(
          PreflightWarning.of(
              "/split/%s_dataset_id".formatted(split),
              Cause.VALIDATION_MISMATCH,
              Map.of("class_shares_apart", apart),
              "The classes of the %s dataset are other than training's: %s of the examples would have to change theirs."
                  .formatted(split, Figures.percent(apart)),
              "Draw both datasets from the same examples.",
              List.of()));
    }
  }

  /** The total variation distance. */
  private static double apart(Map<String, Double> before, Map<String, Double> now) {
    double apart = 0;
    for (Map.Entry<String, Double> one : before.entrySet()) {
      apart += Math.max(0, one.getValue() - now.getOrDefault(one.getKey(), 0.0));
    }
    return apart;
  }

  private static Map<String, Double> shares(DataFacts facts) {
    double all = facts.traits().classes().stream().mapToInt(ClassRows::rows).sum();
    return facts.traits().classes().stream()
        .filter(one -> one.rows() > 0)
        .collect(Collectors.toMap(ClassRows::name, one -> one.rows() / all, Double::sum));
  }
}
