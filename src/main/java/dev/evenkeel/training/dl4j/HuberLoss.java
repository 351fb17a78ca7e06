package dev.evenkeel.training.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Squared near the target, linear beyond a distance of 1 (Huber, 1964), the mean over an example's
 * outputs.
 *
 * <p>Never written into a model's zip. Weights are {@link ExampleWeightedLoss}'s business.
 */
final class HuberLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  /** With c the distance limited to 1: c · (|d| − c / 2) is d² / 2 inside and |d| − 1/2 outside. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray distance = Transforms.abs(difference(labels, preOutput, activation), false);
    INDArray limited = Transforms.min(distance, 1.0, true);
    return distance.subi(limited.mul(0.5)).muli(limited).sum(true, 1).divi(labels.size(1));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray difference = difference(labels, preOutput, activation);
    INDArray slope =
        Transforms.max(Transforms.min(difference, 1.0, false), -1.0, false).divi(labels.size(1));
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
    return "huber";
  }

  private static INDArray difference(INDArray labels, INDArray preOutput, IActivation activation) {
    return activation.getActivation(preOutput.dup(), true).subi(labels);
  }
}
