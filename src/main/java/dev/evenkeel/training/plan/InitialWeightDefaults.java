package dev.evenkeel.training.plan;

import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.UsualWeights;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.WeightInit;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a layer's weights start: by what the layer says, else by what the network says, else
 * by the kind of layer.
 */
final class InitialWeightDefaults {

  private InitialWeightDefaults() {}

  /** Of a layer without weights some that nobody uses. */
  static WeightInit of(LayerKind layer, NetworkSpec network, int inputs) {
    LayerSpec.Weighted weights = layer.weights();
    WeightInit usual = layer.usualStart(inputs);
    return weights == null || usual == null
        ? UsualWeights.RECTIFIED
        : named(weights.weightInit(), network.weightInit(), usual);
  }

  /**
   * Of classes Glorot's; of numbers within ±1/√inputs (LeCun et al., 1998): its answers start near
   * the mean of the targets, which larger weights would leave for training to find again. What a
   * recurrence hands on is small already.
   */
  static WeightInit ofOutput(NetworkSpec network, boolean classification, int inputs) {
    WeightInit own = network.output() == null ? null : network.output().weightInit();
    boolean balanced = classification || endsInRecurrence(network);
    return named(
        own,
        network.weightInit(),
        balanced ? UsualWeights.BALANCED : UsualWeights.within(1 / Math.sqrt(inputs)));
  }

  private static boolean endsInRecurrence(NetworkSpec network) {
    for (int index = network.layers().size() - 1; index >= 0; index--) {
      LayerKind layer = LayerKind.of(network.layers().get(index));
      if (!layer.is(LayerTrait.DROPS)) {
        return layer.is(LayerTrait.RECURRENT);
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
}
