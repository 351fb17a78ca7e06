package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.spec.PreprocessingSpec.NumericScaling;
import dev.evenkeel.training.spec.PreprocessingSpec.TargetScaling;
import dev.evenkeel.training.stability.Cause;
import org.jspecify.annotations.Nullable;

/** Asks how the run began: scales, first loss, first gradient. */
final class StartEvidence {

  private static final double LARGE_INPUT = 10;
  private static final double WILD_START = 4;
  private static final double EXPLODED_START = 1e3;

  private final RunUnderRepair run;

  StartEvidence(RunUnderRepair run) {
    this.run = run;
  }

  /** What was wrong before the first update. */
  @Nullable DiagnosedCause find() {
    var preprocessing = run.setup().spec().preprocessing();
    Batch batch = run.others().batch(0);
    double inputs = size(batch.features(), batch.size() * batch.exampleWidth());
    if (preprocessing.numeric() == NumericScaling.NONE && inputs > LARGE_INPUT) {
      return DiagnosedCause.of(
              Cause.INPUT_SCALE,
              0.9,
              "The inputs are of size %s (root mean square).".formatted(Figures.show(inputs)),
              "Set preprocessing.numeric to standardize.")
          .with("input_rms", inputs);
    }
    double targets = size(batch.labels(), batch.size() * batch.labelWidth());
    if (run.regression() && preprocessing.target() == TargetScaling.NONE && targets > LARGE_INPUT) {
      return DiagnosedCause.of(
              Cause.TARGET_SCALE,
              0.9,
              "The targets are of size %s (root mean square).".formatted(Figures.show(targets)),
              "Set preprocessing.target to standardize.")
          .with("target_rms", targets);
    }
    double loss = run.memory().firstLoss();
    double norm = run.memory().firstNorm();
    boolean exploded = !Double.isFinite(norm) || norm > EXPLODED_START;
    if (exploded && hasPlainRecurrence()) {
      return DiagnosedCause.of(
              Cause.EXPLODING_RECURRENCE,
              0.9,
              "The very first gradient had a norm of %s: the recurrence multiplies it in every step."
                  .formatted(Figures.show(norm)),
              "Set the layer's recurrent_init to orthogonal, or use an lstm.")
          .with("first_gradient_norm", norm);
    }
    if (exploded || !Double.isFinite(loss) || loss > WILD_START * run.baseline()) {
      return DiagnosedCause.of(
              Cause.BAD_INITIALIZATION,
              0.85,
              "The untrained network had a loss of %s, where a constant answer has %s, and a gradient of norm %s."
                  .formatted(Figures.show(loss), Figures.show(run.baseline()), Figures.show(norm)),
              "Leave network.weight_init out: each kind of layer has weights that suit it.")
          .with("first_loss", loss)
          .with("first_gradient_norm", norm);
    }
    return null;
  }

  private static double size(float[] numbers, int count) {
    double sum = 0;
    int finite = 0;
    for (int i = 0; i < count; i++) {
      if (Float.isFinite(numbers[i])) {
        sum += (double) numbers[i] * numbers[i];
        finite++;
      }
    }
    return finite == 0 ? 0 : Math.sqrt(sum / finite);
  }

  private boolean hasPlainRecurrence() {
    return run.setup().plan().hidden().stream().anyMatch(layer -> layer.kind().isPlainRecurrence());
  }

  /** Inputs or targets that are far too large; null where they are not. */
  @Nullable DiagnosedCause ofScale() {
    DiagnosedCause found = find();
    return found != null
            && (found.cause() == Cause.INPUT_SCALE || found.cause() == Cause.TARGET_SCALE)
        ? found
        : null;
  }
}
