package dev.evenkeel.training.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Poisson's loss, o − y · log o summed over an example's outputs, which takes an output that is no
 * positive number for a tiny one: Deeplearning4j's own is NaN from the first zero on.
 *
 * <p>Never written into a model's zip. Weights are {@link ExampleWeightedLoss}'s business.
 */
final class PoissonLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  /** The least mean that a count is scored by. */
  private static final double TINY = 1e-7;

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray output = activation.getActivation(preOutput.dup(), true);
    INDArray logarithm = Transforms.log(Transforms.max(output, TINY, true), false);
    return output.subi(logarithm.muli(labels)).sum(true, 1);
  }

  /** Beyond the limit it goes on pointing at the label, where the limited loss itself is flat. */
  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray output = activation.getActivation(preOutput.dup(), true);
    INDArray slope = Transforms.max(output, TINY, false).rdivi(labels).rsubi(1);
    return activation.backprop(preOutput, slope).getFirst();
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return "poisson";
  }
}
