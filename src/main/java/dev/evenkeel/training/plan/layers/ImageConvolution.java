package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;

/** What convolutions over an image have in common. */
interface ImageConvolution extends LayerKind {

  @Override
  LayerSpec.Convolution2d layer();

  @Override
  default Set<LayerTrait> traits() {
    return Set.of(LayerTrait.FEED_FORWARD, LayerTrait.TAKES_IMAGES);
  }

  @Override
  default void check(LayerFaults faults) {
    faults.filters(layer().filters());
    faults.sides("/kernel", layer().kernel());
    faults.sides("/stride", layer().stride());
    faults.convolved(layer().activation());
  }

  @Override
  default TensorShape after(TensorShape shape, boolean returnSequences) throws Misfit {
    Image in = Inputs.image(this, shape);
    Size2d kernel = layer().kernel();
    Size2d stride = layer().stride();
    if (layer().padding() == LayerSpec.Padding.SAME) {
      Image out =
          new Image(
              Windows.ceiling(in.height(), stride.height()),
              Windows.ceiling(in.columns(), stride.width()),
              layer().filters());
      requireSight(in, out);
      return out;
    }
    return Windows.of("kernel", kernel, stride, in, layer().filters());
  }

  /**
   * Padding that one side needs goes badly with pixels that the other never sees: Deeplearning4j
   * takes those for padding below zero.
   */
  private void requireSight(Image in, Image out) throws Misfit {
    int rows = layer().paddingRows(in.height(), out.height());
    int columns = layer().paddingColumns(in.columns(), out.columns());
    if (Math.max(rows, columns) > 0 && Math.min(rows, columns) < -1) {
      throw new Misfit(
          "/stride",
          "A stride of [%d, %d] leaves pixels of the image %s between kernels of [%d, %d] unseen. Choose a stride no larger than the kernel, or padding valid."
              .formatted(
                  layer().stride().height(),
                  layer().stride().width(),
                  in.text(),
                  layer().kernel().height(),
                  layer().kernel().width()));
    }
  }

  /** Pixels below a kernel. */
  default long patch() {
    return (long) layer().kernel().height() * layer().kernel().width();
  }

  @Override
  default long memoryInside(TensorShape in, TensorShape out) {
    return Sizes.multiply(patch() * in.width(), out.positions());
  }

  @Override
  default LayerSpec.Weighted weights() {
    return layer();
  }

  @Override
  default WeightInit usualStart(int inputs) {
    return UsualWeights.before(layer().activation());
  }

  @Override
  default Activation activation() {
    return layer().activation();
  }
}
