package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/** A kernel for each channel, then a weight for each pair of channel and filter. */
record SeparableConv2dKind(LayerSpec.SeparableConv2d layer) implements ImageConvolution {

  /** Of one channel all filters would be multiples of one kernel. */
  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    if (in.width() < 2) {
      throw new Misfit(
          "",
          "separable_conv2d takes at least 2 channels, but gets %s. Use conv2d for the first layer."
              .formatted(in.text()));
    }
    return ImageConvolution.super.after(in, returnSequences);
  }

  @Override
  public long parameters(TensorShape in) {
    return Sizes.add(
        Sizes.multiply(patch(), in.width()), Sizes.affine(in.width(), layer.filters()));
  }

  /** The patches, and each channel by itself once more. */
  @Override
  public long memoryInside(TensorShape in, TensorShape out) {
    return Sizes.multiply((patch() + 1) * in.width(), out.positions());
  }

  @Override
  public List<Integer> fanIns(TensorShape in) {
    return List.of((int) patch(), in.width());
  }
}
