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

  private static final int LSTM_GATES = 4;

  private InitialWeightDefaults() {}

  static WeightInit of(LayerSpec.Weighted layer, NetworkSpec network, int inputs) {
    return named(layer.weightInit(), network.weightInit(), byKind(layer, inputs));
  }

  /**
   * Of classes Glorot's; of numbers within ±1/√inputs (LeCun et al., 1998): its answers start near
   * the mean of the targets, which larger weights would leave for training to find again. What a
   * recurrence hands on is small already.
   */
  static WeightInit ofOutput(NetworkSpec network, boolean classification, int inputs) {
    WeightInit own = network.output() == null ? null : network.output().weightInit();
    boolean balanced = classification || endsInRecurrence(network);
    return named(own, network.weightInit(), balanced ? BALANCED : within(1 / Math.sqrt(inputs)));
  }

  private static boolean endsInRecurrence(NetworkSpec network) {
    for (int index = network.layers().size() - 1; index >= 0; index--) {
      LayerSpec layer = network.layers().get(index);
      if (!(layer instanceof LayerSpec.Dropout)) {
        return layer instanceof LayerSpec.Recurrent || layer instanceof LayerSpec.Bidirectional;
      }
    }
    return false;
  }

  private static WeightInit named(
      @Nullable WeightInit own, @Nullable WeightInit shared, WeightInit byKind) {
    if (own != null) {
      return own;
    }
    return shared == null ? byKind : shared;
  }

  private static WeightInit byKind(LayerSpec.Weighted layer, int inputs) {
    if (layer instanceof LayerSpec.Dense dense) {
      return of(dense.activation());
    }
    if (layer instanceof LayerSpec.Conv2d conv) {
      return of(conv.activation());
    }
    if (layer instanceof LayerSpec.Lstm lstm) {
      // Glorot's with the units of all gates as outputs: gates that start half open learn soonest.
      return within(Math.sqrt(6.0 / (inputs + (double) LSTM_GATES * lstm.units())));
    }
    return layer instanceof LayerSpec.SimpleRnn ? BALANCED : RECTIFIED;
  }

  private static WeightInit within(double bound) {
    return new WeightInit(WeightInit.Type.UNIFORM, null, null, -bound, bound, null, null);
  }

  private static WeightInit of(Activation activation) {
    return switch (activation) {
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS -> RECTIFIED;
      case TANH, SIGMOID, LINEAR, SOFTMAX, HARD_SIGMOID, SOFTSIGN -> BALANCED;
    };
  }
}
