package dev.evenkeel.training.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.subsampling.Subsampling1DLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's pooling of steps, which looks at nothing behind the end of a sequence. */
final class MaskedPoolingLayer extends Subsampling1DLayer {

  private final PaddedSteps padded;

  private MaskedPoolingLayer(Layer original, DataType numbers, PaddedSteps padded) {
    super(original.conf(), numbers);
    this.padded = padded;
  }

  static MaskedPoolingLayer like(Layer original, DataType numbers, PaddedSteps padded) {
    MaskedPoolingLayer copy = new MaskedPoolingLayer(original, numbers, padded);
    copy.setIndex(original.getIndex());
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
