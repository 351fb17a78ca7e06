package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.WeightInit;

/**
 * How weights start where nobody says it.
 *
 * <p>He et al. (2015) make up for the half of the signal that a rectifier drops; where none is
 * dropped their weights are too large, and Glorot and Bengio's (2010) carry it on unchanged.
 */
public final class UsualWeights {

  public static final WeightInit RECTIFIED = WeightInit.named(WeightInit.Type.HE);
  public static final WeightInit BALANCED = WeightInit.named(WeightInit.Type.XAVIER);

  private UsualWeights() {}

  public static WeightInit within(double bound) {
    return new WeightInit(WeightInit.Type.UNIFORM, null, null, -bound, bound, null, null);
  }

  static WeightInit before(Activation activation) {
    return switch (activation) {
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS -> RECTIFIED;
      case TANH, SIGMOID, LINEAR, SOFTMAX, HARD_SIGMOID, SOFTSIGN -> BALANCED;
    };
  }
}
