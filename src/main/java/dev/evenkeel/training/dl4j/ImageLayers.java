package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Deeplearning4j's names for convolution and pooling. */
final class ImageLayers {

  private ImageLayers() {}

  /** Without its weights' start. */
  static ConvolutionLayer.Builder convolution(LayerSpec.Conv2d conv, Image in, Image out) {
    return new ConvolutionLayer.Builder(sides(conv.kernel()))
        .nIn(in.width())
        .nOut(conv.filters())
        .stride(sides(conv.stride()))
        .convolutionMode(isPadded(conv, in, out) ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .activation(Activations.configure(conv.activation()));
  }

  /** Deeplearning4j refuses padding that would have to be less than none. */
  private static boolean isPadded(LayerSpec.Conv2d conv, Image in, Image out) {
    return conv.padding() == LayerSpec.Padding.SAME
        && (conv.paddingRows(in.height(), out.height()) > 0
            || conv.paddingColumns(in.columns(), out.columns()) > 0);
  }

  static Layer pooling(PoolingType type, Size2d size, Size2d stride) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(sides(size))
        .stride(sides(stride))
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  private static int[] sides(Size2d size) {
    return new int[] {size.height(), size.width()};
  }
}
