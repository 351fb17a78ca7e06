package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import org.jspecify.annotations.Nullable;

/** A layer that learns nothing and keeps nothing but its output. */
interface Unweighted extends LayerKind {

  @Override
  default long parameters(TensorShape in) {
    return 0;
  }

  @Override
  default long memoryInside(TensorShape in, TensorShape out) {
    return 0;
  }

  @Override
  default LayerSpec.@Nullable Weighted weights() {
    return null;
  }

  @Override
  default @Nullable WeightInit usualStart(int inputs) {
    return null;
  }
}
