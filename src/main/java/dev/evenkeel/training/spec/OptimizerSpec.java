package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/**
 * The update rule and its constants; a constant that the rule has no use for stays null.
 *
 * @param learningRate of full-batch rules the step that a line search tries first
 * @param momentum of {@code momentum} and {@code nesterov}
 * @param weightDecay decoupled decay of {@code adamw}, scaled by the learning rate
 * @param beta1 first-moment decay of the Adam family
 * @param beta2 second-moment decay of the Adam family
 * @param decay moving-average decay of {@code rmsprop} and {@code adadelta}
 * @param history steps that {@code lbfgs} remembers
 */
public record OptimizerSpec(
    @Nullable Type type,
    @Nullable Double learningRate,
    @Nullable Double momentum,
    @Nullable Double weightDecay,
    @Nullable Double beta1,
    @Nullable Double beta2,
    @Nullable Double epsilon,
    @Nullable Double decay,
    @Nullable Integer history) {

  /** The update rules. */
  public enum Type {
    SGD,
    MOMENTUM,
    NESTEROV,
    ADAM,
    ADAMW,
    AMSGRAD,
    NADAM,
    ADAMAX,
    RMSPROP,
    ADAGRAD,
    ADADELTA,
    LBFGS,
    CONJUGATE_GRADIENT;

    /** Rules that see the whole training split in each iteration. */
    public boolean isFullBatch() {
      return switch (this) {
        case LBFGS, CONJUGATE_GRADIENT -> true;
        case SGD,
            MOMENTUM,
            NESTEROV,
            ADAM,
            ADAMW,
            AMSGRAD,
            NADAM,
            ADAMAX,
            RMSPROP,
            ADAGRAD,
            ADADELTA ->
            false;
      };
    }

    /** Rules with two moment estimates. */
    public boolean isAdamFamily() {
      return switch (this) {
        case ADAM, ADAMW, AMSGRAD, NADAM, ADAMAX -> true;
        case SGD, MOMENTUM, NESTEROV, RMSPROP, ADAGRAD, ADADELTA, LBFGS, CONJUGATE_GRADIENT ->
            false;
      };
    }
  }

  public OptimizerSpec {
    type = type == null ? Type.ADAM : type;
    if (learningRate == null) {
      learningRate =
          switch (type) {
            case SGD, MOMENTUM, NESTEROV, ADAGRAD -> 0.01;
            case ADAM, ADAMW, AMSGRAD, NADAM, ADAMAX, RMSPROP -> 0.001;
            case ADADELTA, LBFGS, CONJUGATE_GRADIENT -> 1.0;
          };
    }
    switch (type) {
      case MOMENTUM, NESTEROV -> momentum = momentum == null ? 0.9 : momentum;
      case ADAM, ADAMW, AMSGRAD, NADAM, ADAMAX -> {
        beta1 = beta1 == null ? 0.9 : beta1;
        beta2 = beta2 == null ? 0.999 : beta2;
        epsilon = epsilon == null ? 1e-8 : epsilon;
      }
      case RMSPROP, ADADELTA -> {
        decay = decay == null ? 0.95 : decay;
        epsilon = epsilon == null ? (type == Type.RMSPROP ? 1e-8 : 1e-6) : epsilon;
      }
      case ADAGRAD -> epsilon = epsilon == null ? 1e-6 : epsilon;
      case LBFGS -> history = history == null ? 10 : history;
      case SGD, CONJUGATE_GRADIENT -> {}
    }
    if (type == Type.ADAMW && weightDecay == null) {
      weightDecay = 0.01;
    }
  }

  public static OptimizerSpec defaults() {
    return new OptimizerSpec(null, null, null, null, null, null, null, null, null);
  }
}
