package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** What Deeplearning4j's poolings of an image's patches have in common. */
interface ImagePoolingLayer extends UnweightedLayer {

  @Override
  LayerSpec.Pooling2d layer();

  PoolingType pooling();

  @Override
  default Layer configuration(Learning learning) {
    return new SubsamplingLayer.Builder(pooling())
        .kernelSize(ImageConvolutionLayer.sides(layer().size()))
        .stride(ImageConvolutionLayer.sides(layer().stride()))
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  @Override
  default StepOrder steps() {
    return StepOrder.TOGETHER;
  }
}
