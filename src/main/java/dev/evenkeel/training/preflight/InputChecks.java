package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds what is wrong with the inputs as a spec has them prepared. */
final class InputChecks {

  /** Initial weights expect inputs of about unit size (Glorot and Bengio, 2010). */
  private static final double LARGE_MEAN = 10;

  private static final double LARGE_VALUE = 100;

  /** Also in standard deviations. */
  private static final double OFFSET = 3;

  /** Inputs this small leave every unit at its bias. */
  private static final double SMALL = 0.005;

  private static final double APART = 100;
  private static final String STANDARDIZE = "Set preprocessing.numeric to standardize.";
  private static final double FEW = 0.1;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final Set<Integer> excluded;
  private final List<PreflightWarning> found = new ArrayList<>();

  InputChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    excluded = new HashSet<>(spec.preprocessing().excludeRows());
    checkBroken();
    if (!embeds()) {
      found.addAll(new OutlierChecks(spec, facts).found());
    }
    checkInputs();
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  private void checkBroken() {
    if (spec.preprocessing().missing() != PreprocessingSpec.MissingPolicy.KEEP) {
      return;
    }
    DataFacts.Rows broken = facts.broken();
    List<Integer> left = left(broken);
    int count = broken.count() - (broken.first().size() - left.size());
    if (count == 0) {
      return;
    }
    String to = count < FEW * facts.looked() ? "drop" : "mean";
    found.add(
        PreflightWarning.of(
            "/preprocessing/missing",
            Cause.NON_FINITE_DATA,
            Map.of("rows", shown(left), "rows_in_all", count),
            "%d of %s hold missing or non-finite cells, and missing is keep: one of them makes every weight NaN. The first rows, counted from 0: %s."
                .formatted(count, Figures.count(facts.looked(), "example"), shown(left)),
            "Set preprocessing.missing to %s, or repair these rows.".formatted(to),
            List.of(change("/preprocessing/missing", to))));
  }

  /** Those that the spec does not leave out already. */
  private List<Integer> left(DataFacts.Rows rows) {
    return rows.first().stream().filter(row -> !excluded.contains(row)).toList();
  }

  /** Codes have no size. */
  private boolean embeds() {
    return begins(LayerTrait.TAKES_CODES);
  }

  private boolean begins(LayerTrait trait) {
    List<LayerSpec> layers = spec.network().layers();
    return !layers.isEmpty() && LayerKind.of(layers.get(0)).is(trait);
  }

  private void checkInputs() {
    boolean normalized = begins(LayerTrait.NORMALIZES_BATCH);
    if (normalized
        || embeds()
        || facts.columns().isEmpty()
        || spec.preprocessing().numeric() != PreprocessingSpec.NumericScaling.NONE) {
      return;
    }
    List<String> large = names(column -> column.large() > LARGE_VALUE);
    List<String> off = names(InputChecks::isOff);
    double size = facts.columns().stream().mapToDouble(DataFacts.Column::size).max().orElse(1);
    boolean small = facts.categorical().isEmpty() && size < SMALL && size > 0;
    if (small) {
      inputs(
          List.of(),
          size,
          "All inputs are below %s in size, and numeric is none.".formatted(SMALL));
    } else if (!large.isEmpty()) {
      inputs(
          large,
          size,
          "%s far from unit scale (up to %s in size), and numeric is none: %s."
              .formatted(
                  Figures.count(large.size(), "input column")
                      + (large.size() == 1 ? " is" : " are"),
                  Figures.show(size),
                  listed(large)));
    } else if (!off.isEmpty()) {
      suspect(
          off,
          "The mean of %s is far from 0, and numeric is none: %s."
              .formatted(Figures.count(off.size(), "input column"), listed(off)));
    } else {
      checkProportions();
    }
  }

  private static boolean isOff(DataFacts.Column column) {
    double mean = Math.abs(column.mean());
    return mean > LARGE_MEAN || column.std() > 0 && mean > OFFSET && mean > OFFSET * column.std();
  }

  private void checkProportions() {
    List<DataFacts.Column> spreading =
        facts.columns().stream()
            .filter(column -> column.spread() > 0)
            .sorted(Comparator.comparingDouble(DataFacts.Column::spread))
            .toList();
    if (spreading.size() < 2) {
      return;
    }
    DataFacts.Column least = spreading.get(0);
    DataFacts.Column most = spreading.get(spreading.size() - 1);
    if (most.spread() > APART * least.spread()) {
      suspect(
          List.of(least.name(), most.name()),
          "The numbers of %s are spread %s times as wide as those of %s, and numeric is none: the network will hardly see the latter."
              .formatted(most.name(), Figures.show(most.spread() / least.spread()), least.name()));
    }
  }

  private List<String> names(Predicate<DataFacts.Column> which) {
    return facts.columns().stream().filter(which).map(DataFacts.Column::name).toList();
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(8, names.size())));
  }

  private void inputs(List<String> columns, double size, String message) {
    found.add(
        PreflightWarning.of(
            "/preprocessing/numeric",
            Cause.INPUT_SCALE,
            Map.of("columns", columns.subList(0, Math.min(20, columns.size())), "size", size),
            message,
            STANDARDIZE,
            List.of(change("/preprocessing/numeric", "standardize"))));
  }

  /** What a careful learning rate may well get over. */
  private void suspect(List<String> columns, String message) {
    found.add(
        PreflightWarning.of(
            "/preprocessing/numeric",
            Cause.INPUT_SCALE,
            Map.of("columns", columns.subList(0, Math.min(20, columns.size()))),
            message,
            STANDARDIZE,
            List.of()));
  }

  private static List<Integer> shown(List<Integer> rows) {
    return rows.subList(0, Math.min(20, rows.size()));
  }

  private SpecChange change(String pointer, Object to) {
    return SpecEdits.change(spec, pointer, to);
  }
}
