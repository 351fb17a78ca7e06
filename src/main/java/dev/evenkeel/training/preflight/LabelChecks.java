package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.ClassWeights;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with targets and classes, and with the order in which they come. */
final class LabelChecks {

  private static final double LARGE_TARGET = 20;
  private static final double SMALL_TARGET = 0.005;
  private static final double UNEQUAL = 10;
  private static final double PURE = 0.9;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final int[] labels;
  private final List<PreflightWarning> found = new ArrayList<>();

  LabelChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    labels = facts.isOfAll() ? left(facts.labels()) : facts.labels();
    checkTargets();
    checkClasses();
    checkOrder();
  }

  /** Those of rows that the spec does not leave out. */
  private int[] left(int[] all) {
    Set<Integer> excluded = Set.copyOf(spec.preprocessing().excludeRows());
    return IntStream.range(0, all.length)
        .filter(row -> !excluded.contains(row))
        .map(row -> all[row])
        .toArray();
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
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
    found.add(
        PreflightWarning.of(
            "/preprocessing/target",
            Cause.TARGET_SCALE,
            Map.of("mean", target.mean(), "std", target.std()),
            "The target %s is far from unit scale (mean %s, standard deviation %s), and target is none."
                .formatted(target.name(), Figures.show(target.mean()), Figures.show(target.std())),
            "Set preprocessing.target to standardize.",
            linear ? List.of(change("/preprocessing/target", "standardize")) : List.of()));
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
          PreflightWarning.of(
              "/training/class_weights",
              Cause.CLASS_IMBALANCE,
              Map.of("largest", most, "smallest", least),
              "The largest class has %d of %d examples, the smallest %d, and all count the same."
                  .formatted(most, labels.length, least),
              "Set training.class_weights to balanced if the small classes matter.",
              List.of()));
    }
  }

  private long[] counts() {
    int classes = 0;
    for (int label : labels) {
      classes = Math.max(classes, label + 1);
    }
    long[] counts = new long[classes];
    for (int label : labels) {
      if (label >= 0) {
        counts[label]++;
      }
    }
    return counts;
  }

  private void checkOrder() {
    int size = spec.training().batchSize();
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
      found.add(
          PreflightWarning.of(
              "/training/shuffle",
              Cause.DATA_ORDER,
              Map.of("purity", purity),
              "The examples are sorted by class and not shuffled: on the average %.0f %% of a batch are of one class."
                  .formatted(100 * purity),
              "Set training.shuffle to true.",
              List.of(change("/training/shuffle", true))));
    }
  }

  private SpecChange change(String pointer, Object to) {
    return SpecEdits.change(spec, pointer, to);
  }
}
