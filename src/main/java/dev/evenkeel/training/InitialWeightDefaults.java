package dev.evenkeel.training;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.WeightInit;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a layer's weights start: by what the layer says, else by what the network says, else
 * by the kind of layer.
 *
 * <p>He et al. (2015) make up for the half of the signal that a rectifier drops; where none is
 * dropped their weights are too large, and Glorot and Bengio's (2010) carry it on unchanged.
 */
final class InitialWeightDefaults {

  static final WeightInit RECTIFIED = WeightInit.named(WeightInit.Type.HE);
  static final WeightInit BALANCED = WeightInit.named(WeightInit.Type.XAVIER);

  private InitialWeightDefaults() {}

  static WeightInit of(LayerSpec.Weighted layer, NetworkSpec network) {
    return named(layer.weightInit(), network.weightInit(), byKind(layer));
  }

  /** Never He's: a first answer far from all targets is what training would have to undo first. */
  static WeightInit ofOutput(NetworkSpec network) {
    WeightInit own = network.output() == null ? null : network.output().weightInit();
    return named(own, network.weightInit(), BALANCED);
  }

  private static WeightInit named(
      @Nullable WeightInit own, @Nullable WeightInit shared, WeightInit byKind) {
    if (own != null) {
      return own;
    }
    return shared == null ? byKind : shared;
  }

  private static WeightInit byKind(LayerSpec.Weighted layer) {
    if (layer instanceof LayerSpec.Dense dense) {
      return of(dense.activation());
    }
    if (layer instanceof LayerSpec.Conv2d conv) {
      return of(conv.activation());
    }
    return layer instanceof LayerSpec.Recurrent ? BALANCED : RECTIFIED;
  }

  private static WeightInit of(Activation activation) {
    return switch (activation) {
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS -> RECTIFIED;
      case TANH, SIGMOID, LINEAR, SOFTMAX, HARD_SIGMOID, SOFTSIGN -> BALANCED;
    };
  }
}
