package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.LayerSpec.StepPadding;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Kernels [steps, features, filters]: Deeplearning4j declares [filters, features, steps, 1], and
 * then reads the numbers otherwise.
 */
record Dl4jConv1d(Hidden hidden, LayerSpec.Conv1d layer) implements Dl4jLayer {

  @Override
  public Layer configuration(Learning learning) {
    return learning
        .of(
            hidden,
            new Convolution1DLayer.Builder(layer.kernel(), layer.stride())
                .rnnDataFormat(RNNFormat.NCW)
                .nIn(hidden.in().width())
                .nOut(layer.filters())
                .convolutionMode(mode())
                .activation(Activations.configure(layer.activation())))
        .build();
  }

  /** Deeplearning4j refuses padding that would have to be less than none. */
  private ConvolutionMode mode() {
    if (layer.padding() == StepPadding.CAUSAL) {
      return ConvolutionMode.Causal;
    }
    int steps = ((Sequence) hidden.in()).steps();
    int out = ((Sequence) hidden.out()).steps();
    boolean pads = (out - 1) * layer.stride() + layer.kernel() > steps;
    return layer.padding() == StepPadding.SAME && pads
        ? ConvolutionMode.Same
        : ConvolutionMode.Truncate;
  }

  @Override
  public void start(InitialWeights weights) {
    weights.windows(
        index(),
        hidden.initialization().weights(),
        layer.kernel(),
        hidden.in().width(),
        layer.filters());
  }

  @Override
  public StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  @Override
  public boolean needsMask() {
    return true;
  }

  @Override
  public org.deeplearning4j.nn.api.Layer working(
      org.deeplearning4j.nn.api.Layer original, DataType numbers) {
    int window = layer.padding() == StepPadding.VALID ? layer.kernel() : 1;
    return ((Sequence) hidden.in()).varies()
        ? MaskedConvolutionLayer.like(original, new PaddedSteps(window))
        : original;
  }
}
