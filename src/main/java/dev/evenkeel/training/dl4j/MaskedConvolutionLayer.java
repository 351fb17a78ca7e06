package dev.evenkeel.training.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's convolution over sequences, put into a network in the place of its own, of which
 * it is a working copy: the same configuration, the same parameters.
 *
 * <p>What is different: it looks at nothing behind the end of a sequence. Deeplearning4j zeroes its
 * output there instead, and takes a window for a step that counts as soon as one of its inputs
 * does.
 */
final class MaskedConvolutionLayer extends Convolution1DLayer {

  private final PaddedSteps padded;

  private MaskedConvolutionLayer(Layer original, PaddedSteps padded) {
    super(original.conf(), original.params().dataType());
    this.padded = padded;
  }

  /** A copy that works on the same parameters. */
  static MaskedConvolutionLayer like(Layer original, PaddedSteps padded) {
    MaskedConvolutionLayer copy = new MaskedConvolutionLayer(original, padded);
    copy.setIndex(original.getIndex());
    copy.setParamsViewArray(original.params());
    copy.setParamTable(original.paramTable(false));
    return copy;
  }

  @Override
  public void setMaskArray(@Nullable INDArray mask) {
    padded.end(mask);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr memory) {
    super.setInput(padded.zeroed(input, memory), memory);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr memory) {
    Pair<Gradient, INDArray> found = super.backpropGradient(epsilon, memory);
    return new Pair<>(found.getFirst(), padded.cut(found.getSecond(), memory));
  }
}
