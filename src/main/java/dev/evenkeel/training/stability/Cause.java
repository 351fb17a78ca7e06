package dev.evenkeel.training.stability;

/** Why it happened, as far as the evidence separates causes. */
public enum Cause {
  LEARNING_RATE_TOO_HIGH,
  LEARNING_RATE_TOO_LOW,
  BAD_INITIALIZATION,
  INPUT_SCALE,
  TARGET_SCALE,
  EXPLODING_RECURRENCE,
  VANISHING_GRADIENT,
  DEAD_RELU,
  SATURATED_ACTIVATION,
  NON_FINITE_DATA,
  OUTLIER_DATA,
  MISLABELED_DATA,
  DATA_ORDER,
  LOSS_OUTPUT_MISMATCH,
  LOG_DOMAIN,
  CLASS_IMBALANCE,
  OVER_REGULARIZED,
  SCHEDULE_JUMP,
  /** The schedule has taken the rate away before anything was learned. */
  SCHEDULE,
  /** Gradients are clipped so tightly that the weights hardly move. */
  GRADIENT_CLIPPING,
  /** Dropout leaves too little of a signal. */
  DROPOUT,
  /** An lstm that forgets faster than the sequences are long. */
  FORGET_BIAS,
  /** A softmax on top of a softmax: gradients are small and probabilities flat. */
  DOUBLE_SOFTMAX,
  CONSTANT_TARGET,
  /** The plan is too short for its rate and batches. */
  TOO_FEW_STEPS,
  /** The inputs may not tell the target. */
  NO_SIGNAL,
  OVERFITTING,
  /** Validation examples are unlike those trained on. */
  VALIDATION_MISMATCH,
  /** A forecast worse than the last value. */
  WORSE_THAN_NAIVE,
  UNKNOWN
}
