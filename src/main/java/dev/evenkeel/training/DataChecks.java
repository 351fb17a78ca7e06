package dev.evenkeel.training;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.ClassWeights;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  private static final double APART = 100;
  private static final String STANDARDIZE = "Set preprocessing.numeric to standardize.";

  private static final double FEW = 0.1;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final Set<Integer> excluded;
  private final List<Suspicion> found = new ArrayList<>();

  DataChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    excluded = new HashSet<>(spec.preprocessing().excludeRows());
    if (facts.looked() > 0) {
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
    warn(
        "/preprocessing/missing",
        Cause.NON_FINITE_DATA,
        Map.of("rows", shown(left), "rows_in_all", count),
        "%d of %d examples hold missing or non-finite cells, and missing is keep: one of them makes every weight NaN. The first rows, counted from 0: %s."
            .formatted(count, facts.looked(), shown(left)),
        "Set preprocessing.missing to %s, or repair these rows.".formatted(to),
        List.of(change("/preprocessing/missing", to)));
  }

  /** Those that the spec does not leave out already. */
  private List<Integer> left(DataFacts.Rows rows) {
    return rows.first().stream().filter(row -> !excluded.contains(row)).toList();
  }

  private void checkOutliers() {
    List<Integer> left = left(facts.outliers());
    if (left.isEmpty() || embeds()) {
      return;
    }
    TreeSet<Integer> all = new TreeSet<>(excluded);
    all.addAll(left);
    boolean few = all.size() <= PreprocessingSpec.MOST_EXCLUDED;
    warn(
        "/preprocessing/exclude_rows",
        Cause.OUTLIER_DATA,
        Map.of("rows", shown(left), "rows_in_all", left.size()),
        "%d of %d examples hold cells more than 30 times as far from their column's median as 95 %% of the others. The first rows, counted from 0: %s."
            .formatted(left.size(), facts.looked(), shown(left)),
        "Check these rows, or leave them out with preprocessing.exclude_rows.",
        few ? List.of(change("/preprocessing/exclude_rows", List.copyOf(all))) : List.of());
  }

  /** Codes have no size. */
  private boolean embeds() {
    return first() instanceof LayerSpec.Embedding;
  }

  private @Nullable LayerSpec first() {
    List<LayerSpec> layers = spec.network().layers();
    return layers.isEmpty() ? null : layers.get(0);
  }

  private void checkInputs() {
    boolean normalized = first() instanceof LayerSpec.BatchNormalization;
    if (normalized
        || embeds()
        || facts.columns().isEmpty()
        || spec.preprocessing().numeric() != PreprocessingSpec.NumericScaling.NONE) {
      return;
    }
    List<String> large = names(column -> column.large() > LARGE_VALUE);
    List<String> off = names(column -> Math.abs(column.mean()) > LARGE_MEAN);
    double size = facts.columns().stream().mapToDouble(DataFacts.Column::size).max().orElse(1);
    boolean small = facts.categorical() == 0 && size < SMALL && size > 0;
    if (small) {
      inputs(
          List.of(),
          size,
          "All inputs are below %s in size, and numeric is none.".formatted(SMALL));
    } else if (!large.isEmpty()) {
      inputs(
          large,
          size,
          "%d input columns are far from unit scale (up to %s in size), and numeric is none: %s."
              .formatted(large.size(), Diagnostician.show(size), listed(large)));
    } else if (!off.isEmpty()) {
      suspect(
          off,
          "The means of %d input columns are more than %.0f from 0, and numeric is none: %s."
              .formatted(off.size(), LARGE_MEAN, listed(off)));
    } else {
      checkProportions();
    }
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
              .formatted(
                  most.name(), Diagnostician.show(most.spread() / least.spread()), least.name()));
    }
  }

  private List<String> names(Predicate<DataFacts.Column> which) {
    return facts.columns().stream().filter(which).map(DataFacts.Column::name).toList();
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(8, names.size())));
  }

  private void inputs(List<String> columns, double size, String message) {
    warn(
        "/preprocessing/numeric",
        Cause.INPUT_SCALE,
        Map.of("columns", columns.subList(0, Math.min(20, columns.size())), "size", size),
        message,
        STANDARDIZE,
        List.of(change("/preprocessing/numeric", "standardize")));
  }

  /** What a careful learning rate may well get over. */
  private void suspect(List<String> columns, String message) {
    warn(
        "/preprocessing/numeric",
        Cause.INPUT_SCALE,
        Map.of("columns", columns.subList(0, Math.min(20, columns.size()))),
        message,
        STANDARDIZE,
        List.of());
  }

  private void checkTargets() {
    OutputSpec output = spec.network().output();
    boolean counts =
        output != null && (output.loss() == Loss.POISSON || output.loss() == Loss.MSLE);
    if (counts || spec.preprocessing().target() != PreprocessingSpec.TargetScaling.NONE) {
      return;
    }
    for (DataFacts.Column target : facts.targets()) {
      double size = target.size();
      if (size > LARGE_TARGET || target.std() > 0 && size < SMALL_TARGET) {
        targets(target, output == null ? null : output.activation());
        return;
      }
    }
  }

  private void targets(DataFacts.Column target, @Nullable Activation activation) {
    // An output with bounds was meant for targets as they are.
    boolean linear = activation == null || activation == Activation.LINEAR;
    warn(
        "/preprocessing/target",
        Cause.TARGET_SCALE,
        Map.of("mean", target.mean(), "std", target.std()),
        "The target %s is far from unit scale (mean %s, standard deviation %s), and target is none."
            .formatted(
                target.name(), Diagnostician.show(target.mean()), Diagnostician.show(target.std())),
        "Set preprocessing.target to standardize.",
        linear ? List.of(change("/preprocessing/target", "standardize")) : List.of());
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
      warn(
          "/training/class_weights",
          Cause.CLASS_IMBALANCE,
          Map.of("largest", most, "smallest", least),
          "The largest class has %d of %d examples, the smallest %d, and all count the same."
              .formatted(most, facts.labels().length, least),
          "Set training.class_weights to balanced if the small classes matter.",
          List.of());
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
    boolean ordered =
        !spec.training().shuffle() && !spec.training().optimizer().type().isFullBatch();
    if (!ordered || labels.length < 3 * size || size < 2) {
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

  /** What is certain comes with a fix. */
  private void warn(
      String pointer,
      Cause cause,
      Map<String, Object> evidence,
      String message,
      String advice,
      List<SpecChange> fix) {
    Severity severity = fix.isEmpty() ? Severity.INFO : Severity.WARNING;
    found.add(new Suspicion(pointer, cause, severity, evidence, message, advice, fix));
  }
}
