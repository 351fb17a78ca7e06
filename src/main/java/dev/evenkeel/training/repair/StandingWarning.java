package dev.evenkeel.training.repair;

import dev.evenkeel.training.stability.Cause;

/**
 * What was found before the start and not repaired: the first to be suspected where the run breaks.
 *
 * @param certain whether it was, and only the user may mend it
 */
public record StandingWarning(Cause cause, boolean certain, String message, String advice) {

  private static final double CERTAIN = 0.9;
  private static final double SUSPECTED = 0.8;

  /** Whether it can be why a run does not learn, or no longer does. */
  boolean canBreakARun() {
    return switch (cause) {
      case INPUT_SCALE,
          TARGET_SCALE,
          LOSS_OUTPUT_MISMATCH,
          LOG_DOMAIN,
          DATA_ORDER,
          SCHEDULE,
          GRADIENT_CLIPPING,
          DROPOUT,
          FORGET_BIAS,
          DOUBLE_SOFTMAX,
          CONSTANT_TARGET,
          DEAD_RELU,
          OVER_REGULARIZED,
          NON_FINITE_DATA ->
          true;
      case LEARNING_RATE_TOO_HIGH,
          LEARNING_RATE_TOO_LOW,
          BAD_INITIALIZATION,
          EXPLODING_RECURRENCE,
          VANISHING_GRADIENT,
          SATURATED_ACTIVATION,
          OUTLIER_DATA,
          MISLABELED_DATA,
          CLASS_IMBALANCE,
          SCHEDULE_JUMP,
          TOO_FEW_STEPS,
          NO_SIGNAL,
          OVERFITTING,
          VALIDATION_MISMATCH,
          WORSE_THAN_NAIVE,
          UNKNOWN ->
          certain;
    };
  }

  DiagnosedCause asCause() {
    return DiagnosedCause.of(
        cause,
        certain ? CERTAIN : SUSPECTED,
        "It was found before the start, and stands: " + message,
        advice.isEmpty() ? message : advice);
  }
}
