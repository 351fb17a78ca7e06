package dev.evenkeel.training.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The softplus log(1 + eˣ) as max(x, 0) + log(1 + e^−|x|) and its derivative as a sigmoid, both
 * finite wherever x is: beyond 88 Deeplearning4j's own is infinite and its derivative no number.
 *
 * <p>Never written into a model's zip.
 */
final class StableSoftPlus extends ActivationSoftPlus {

  private static final long serialVersionUID = 1L;

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    INDArray rest = Transforms.exp(Transforms.abs(in, true).negi(), false);
    Transforms.max(in, 0.0, false).addi(Transforms.log(rest.addi(1), false));
    if (rest.closeable()) {
      // Outside a workspace it would wait for a collector that comes too late.
      rest.close();
    }
    return in;
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    return new Pair<>(Transforms.sigmoid(in, false).muli(epsilon), null);
  }
}
