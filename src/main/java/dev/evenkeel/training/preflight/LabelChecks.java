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
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with targets and classes. */
final class LabelChecks {

  private static final double LARGE_TARGET = 20;
  private static final double SMALL_TARGET = 0.005;
  private static final double UNEQUAL = 10;

  /** An offset of that many standard deviations is learned long before what is in the data. */
  private static final double OFFSET = 3;

  private final TrainingSpec spec;
  private final DataFacts facts;
  private final int[] labels;
  private final List<PreflightWarning> found = new ArrayList<>();

  LabelChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    this.facts = facts;
    labels = new PresentRows(spec, facts).labels();
    checkConstant();
    checkTargets();
    checkClasses();
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  /** Whoever answers always the same is right; no metric says more. */
  private void checkConstant() {
    for (DataFacts.Column target : facts.targets()) {
      if (target.quantiles().length > 0 && target.least() == target.largest()) {
        constant(
            "The target %s is %s in every example that was looked at."
                .formatted(target.name(), Figures.show(target.least())));
        return;
      }
    }
    long present = LongStream.of(PresentRows.counts(labels)).filter(count -> count > 0).count();
    if (present == 1 && labels.length > 1) {
      constant("All examples are of one class.");
    }
  }

  private void constant(String message) {
    found.add(
        PreflightWarning.certain(
            "/dataset_id",
            Cause.CONSTANT_TARGET,
            Map.of("examples", facts.looked()),
            message + " There is nothing to be learned from it.",
            "Choose another target column, or upload examples that differ."));
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
      double mean = Math.abs(target.mean());
      if (target.std() > 0 && mean > OFFSET && mean > OFFSET * target.std()) {
        offset(target);
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

  /** What a patient run gets over. */
  private void offset(DataFacts.Column target) {
    found.add(
        PreflightWarning.of(
            "/preprocessing/target",
            Cause.TARGET_SCALE,
            Map.of("mean", target.mean(), "std", target.std()),
            "The target %s lies %s standard deviations from 0 (mean %s), and target is none: the network must learn that offset first."
                .formatted(
                    target.name(),
                    Figures.show(Math.abs(target.mean()) / target.std()),
                    Figures.show(target.mean())),
            "Set preprocessing.target to standardize.",
            List.of()));
  }

  private void checkClasses() {
    if (spec.training().classWeights().type() != ClassWeights.Type.NONE) {
      return;
    }
    long[] counts = PresentRows.counts(labels);
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
              "The largest class has %d of %s, the smallest %d, and all count the same."
                  .formatted(most, Figures.count(labels.length, "example"), least),
              "Set training.class_weights to balanced if the small classes matter.",
              List.of()));
    }
  }

  private SpecChange change(String pointer, Object to) {
    return SpecEdits.change(spec, pointer, to);
  }
}
