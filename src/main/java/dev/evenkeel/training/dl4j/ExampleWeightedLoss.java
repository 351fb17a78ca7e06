package dev.evenkeel.training.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Counts each example by its weight, given as the label mask [n, 1].
 *
 * <p>Deeplearning4j's losses take a mask too, but one of [n, 1] also passes for a mask of single
 * outputs where there is only one output or one example: squared loss then applies it twice, and
 * softmax refuses it. With no mask this is the loss inside, bit for bit.
 */
final class ExampleWeightedLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  private final ILossFunction loss;

  ExampleWeightedLoss(ILossFunction loss) {
    this.loss = loss;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    if (mask == null) {
      return loss.computeScore(labels, preOutput, activation, null, average);
    }
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray scores = loss.computeScoreArray(labels, preOutput, activation, null);
    return mask == null ? scores : weigh(scores, mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray gradient = loss.computeGradient(labels, preOutput, activation, null);
    return mask == null ? gradient : weigh(gradient, mask);
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
    return loss.name();
  }

  private static INDArray weigh(INDArray perExample, INDArray weights) {
    return weights.length() == 1
        ? perExample.muli(weights.getDouble(0))
        : perExample.muliColumnVector(weights);
  }
}
