package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/** A kernel of its own for each pair of channel and filter. */
record Conv2dKind(LayerSpec.Conv2d layer) implements ImageConvolution {

  @Override
  public long parameters(TensorShape in) {
    return Sizes.affine(Sizes.multiply(patch(), in.width()), layer.filters());
  }

  @Override
  public List<Integer> fanIns(TensorShape in) {
    return List.of((int) patch() * in.width());
  }
}
