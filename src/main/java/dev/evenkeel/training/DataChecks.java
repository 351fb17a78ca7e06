package dev.evenkeel.training;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.spec.ClassWeights;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what is wrong with the data as a spec has it prepared. */
final class DataChecks {

  /** Initial weights expect inputs of about unit size (Glorot and Bengio, 2010). */
  private static final double LARGE_MEAN = 10;

  private static final double LARGE_VALUE = 100;

  /** Inputs this small leave every unit at its bias. */
  private static final double SMALL = 0.005;

  private static final double LARGE_TARGET = 20;
  private static final double SMALL_TARGET = 0.005;
  private static final double UNEQUAL = 10;
  private static final double PURE = 0.9;

  /** More odd rows than that are no outliers but another kind of data. */
  private static final double MOST_OUTLIERS = 0.05;

  private static final double FEW = 0.1;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final List<Suspicion> found = new ArrayList<>();

  DataChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    if (facts.sampled() > 0) {
      checkBroken();
      checkOutliers();
      checkInputs();
      checkTargets();
      checkClasses();
      checkOrder();
    }
  }

  List<Suspicion> found() {
    return List.copyOf(found);
  }

  private void checkBroken() {
    if (facts.brokenCount() == 0
        || spec.preprocessing().missing() != PreprocessingSpec.MissingPolicy.KEEP) {
      return;
    }
    String to = facts.brokenCount() < FEW * facts.sampled() ? "drop" : "mean";
    warn(
        "/preprocessing/missing",
        Cause.NON_FINITE_DATA,
        Map.of("rows", facts.broken(), "rows_in_all", facts.brokenCount()),
        "%d of %d examples hold missing or non-finite cells, and missing is keep: one of them makes every weight NaN. The first rows, counted from 0: %s."
            .formatted(facts.brokenCount(), facts.sampled(), facts.broken()),
        "Set preprocessing.missing to %s, or repair these rows.".formatted(to),
        List.of(change("/preprocessing/missing", to)));
  }

  private void checkOutliers() {
    List<Integer> rows = facts.outliers();
    List<Integer> left =
        rows.stream().filter(row -> !spec.preprocessing().excludeRows().contains(row)).toList();
    if (left.isEmpty() || rows.size() > MOST_OUTLIERS * facts.sampled()) {
      return;
    }
    List<Integer> all = new ArrayList<>(spec.preprocessing().excludeRows());
    all.addAll(left);
    warn(
        "/preprocessing/exclude_rows",
        Cause.OUTLIER_DATA,
        Map.of("rows", shown(left), "rows_in_all", left.size()),
        "%d examples hold cells more than 30 times as far from their column's median as 95 %% of the others. The first rows, counted from 0: %s."
            .formatted(left.size(), shown(left)),
        "Check these rows, or leave them out with preprocessing.exclude_rows.",
        List.of(change("/preprocessing/exclude_rows", all.stream().sorted().toList())));
  }

  private void checkInputs() {
    boolean normalized =
        !spec.network().layers().isEmpty()
            && spec.network().layers().get(0) instanceof LayerSpec.BatchNormalization;
    if (normalized || spec.preprocessing().numeric() != PreprocessingSpec.NumericScaling.NONE) {
      return;
    }
    // Odd rows are left out by a check of their own: they don't make the others large.
    boolean odd =
        !facts.outliers().isEmpty() && facts.outliers().size() <= MOST_OUTLIERS * facts.sampled();
    List<String> large =
        facts.columns().stream()
            .filter(
                c ->
                    odd
                        ? Math.abs(c.median()) > LARGE_MEAN || c.spread() > LARGE_VALUE
                        : Math.abs(c.mean()) > LARGE_MEAN || c.large() > LARGE_VALUE)
            .map(DataFacts.Column::name)
            .toList();
    double size =
        facts.columns().stream()
            .mapToDouble(c -> Math.sqrt(c.mean() * c.mean() + c.std() * c.std()))
            .max()
            .orElse(1);
    boolean small = !facts.columns().isEmpty() && size < SMALL && size > 0;
    if (large.isEmpty() && !small) {
      return;
    }
    warn(
        "/preprocessing/numeric",
        Cause.INPUT_SCALE,
        Map.of("columns", large.subList(0, Math.min(20, large.size())), "size", size),
        small
            ? "All inputs are below %s in size, and numeric is none.".formatted(SMALL)
            : "%d input columns are far from unit scale (up to %s in size), and numeric is none: %s."
                .formatted(
                    large.size(),
                    Diagnostician.show(size),
                    String.join(", ", large.subList(0, Math.min(8, large.size())))),
        "Set preprocessing.numeric to standardize.",
        List.of(change("/preprocessing/numeric", "standardize")));
  }

  private void checkTargets() {
    if (spec.preprocessing().target() != PreprocessingSpec.TargetScaling.NONE) {
      return;
    }
    for (DataFacts.Column target : facts.targets()) {
      double size = Math.sqrt(target.mean() * target.mean() + target.std() * target.std());
      if (size > LARGE_TARGET || target.std() > 0 && size < SMALL_TARGET) {
        warn(
            "/preprocessing/target",
            Cause.TARGET_SCALE,
            Map.of("mean", target.mean(), "std", target.std()),
            "The target %s is far from unit scale (mean %s, standard deviation %s), and target is none."
                .formatted(
                    target.name(),
                    Diagnostician.show(target.mean()),
                    Diagnostician.show(target.std())),
            "Set preprocessing.target to standardize.",
            List.of(change("/preprocessing/target", "standardize")));
        return;
      }
    }
  }

  private void checkClasses() {
    if (spec.training().classWeights().type() != ClassWeights.Type.NONE) {
      return;
    }
    long[] counts = counts();
    long most = 0;
    long least = Long.MAX_VALUE;
    for (long count : counts) {
      most = Math.max(most, count);
      least = count > 0 ? Math.min(least, count) : least;
    }
    if (most > UNEQUAL * least) {
      found.add(
          new Suspicion(
              "/training/class_weights",
              Cause.CLASS_IMBALANCE,
              Severity.INFO,
              Map.of("largest", most, "smallest", least),
              "The largest class has %d examples, the smallest %d, and all count the same."
                  .formatted(most, least),
              "Set training.class_weights to balanced if the small classes matter.",
              List.of()));
    }
  }

  private long[] counts() {
    int classes = 0;
    for (int label : facts.labels()) {
      classes = Math.max(classes, label + 1);
    }
    long[] counts = new long[classes];
    for (int label : facts.labels()) {
      if (label >= 0) {
        counts[label]++;
      }
    }
    return counts;
  }

  private void checkOrder() {
    int size = spec.training().batchSize();
    int[] labels = facts.labels();
    if (spec.training().shuffle() || labels.length < 3 * size || size < 2) {
      return;
    }
    long[] counts = counts();
    double purity = 0;
    int batches = labels.length / size;
    for (int b = 0; b < batches; b++) {
      int[] here = new int[counts.length];
      int most = 0;
      for (int i = b * size; i < (b + 1) * size; i++) {
        most = labels[i] < 0 ? most : Math.max(most, ++here[labels[i]]);
      }
      purity += (double) most / size / batches;
    }
    long largest = 0;
    for (long count : counts) {
      largest = Math.max(largest, count);
    }
    boolean byMajority = (double) largest / labels.length > PURE - 0.1;
    if (purity > PURE && !byMajority) {
      warn(
          "/training/shuffle",
          Cause.DATA_ORDER,
          Map.of("purity", purity),
          "The examples are sorted by class and not shuffled: on the average %.0f %% of a batch are of one class."
              .formatted(100 * purity),
          "Set training.shuffle to true.",
          List.of(change("/training/shuffle", true)));
    }
  }

  private static List<Integer> shown(List<Integer> rows) {
    return rows.subList(0, Math.min(20, rows.size()));
  }

  private SpecChange change(String pointer, Object to) {
    return SpecEdits.change(spec, pointer, to);
  }

  private void warn(
      String pointer,
      Cause cause,
      Map<String, Object> evidence,
      String message,
      String advice,
      List<SpecChange> fix) {
    found.add(new Suspicion(pointer, cause, Severity.WARNING, evidence, message, advice, fix));
  }
}
