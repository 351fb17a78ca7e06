package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** What Deeplearning4j's poolings of a sequence's windows have in common. */
interface StepPoolingLayer extends UnweightedLayer {

  @Override
  LayerSpec.Pooling1d layer();

  PoolingType pooling();

  @Override
  default Layer configuration(Learning learning) {
    // By itself: the builder's constructor takes the kind and forgets it.
    Subsampling1DLayer.Builder builder = new Subsampling1DLayer.Builder();
    builder.setPoolingType(pooling());
    return builder
        .kernelSize(layer().size().intValue())
        .stride(layer().stride().intValue())
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  @Override
  default StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  @Override
  default boolean needsMask() {
    return true;
  }

  @Override
  default org.deeplearning4j.nn.api.Layer working(
      org.deeplearning4j.nn.api.Layer original, DataType numbers) {
    return ((Sequence) hidden().in()).varies()
        ? MaskedPoolingLayer.like(original, numbers, new PaddedSteps(layer().size()))
        : original;
  }
}
