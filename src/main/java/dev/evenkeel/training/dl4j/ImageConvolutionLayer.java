package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** What Deeplearning4j's convolutions over an image have in common. */
interface ImageConvolutionLayer extends Dl4jLayer {

  @Override
  LayerSpec.Convolution2d layer();

  /** With the plan's sizes; without its weights' start. */
  default <B extends ConvolutionLayer.BaseConvBuilder<B>> B sized(B builder) {
    return builder
        .nIn(hidden().in().width())
        .nOut(layer().filters())
        .stride(sides(layer().stride()))
        .convolutionMode(isPadded() ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .activation(Activations.configure(layer().activation()));
  }

  /** Deeplearning4j refuses padding that would have to be less than none. */
  private boolean isPadded() {
    Image in = (Image) hidden().in();
    Image out = (Image) hidden().out();
    return layer().padding() == LayerSpec.Padding.SAME
        && (layer().paddingRows(in.height(), out.height()) > 0
            || layer().paddingColumns(in.columns(), out.columns()) > 0);
  }

  @Override
  default StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  static int[] sides(Size2d size) {
    return new int[] {size.height(), size.width()};
  }
}
