package dev.evenkeel.training.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;

/**
 * Counts each example by its weight [n, 1]; with no weights this is the loss inside, bit for bit.
 *
 * <p>Deeplearning4j's label masks won't do: they multiply the output layer's inputs to the
 * activation as well, and squared loss of a single output twice more.
 */
final class ExampleWeightedLoss implements ILossFunction {

  private static final long serialVersionUID = 1L;

  private final ILossFunction loss;
  private transient @Nullable INDArray weights;

  ExampleWeightedLoss(ILossFunction loss) {
    this.loss = loss;
  }

  /** Weights of the batch that comes next. */
  void weigh(@Nullable INDArray nextWeights) {
    weights = nextWeights;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    if (weights == null) {
      return loss.computeScore(labels, preOutput, activation, null, average);
    }
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / labels.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray scores = loss.computeScoreArray(labels, preOutput, activation, null);
    if (loss instanceof LossMAE) {
      // Summed over the outputs before it counts them, it divides by 1.
      scores.divi(labels.size(1));
    }
    return weights == null ? scores : weighted(scores, weights);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray gradient = loss.computeGradient(labels, preOutput, activation, null);
    return weights == null ? gradient : weighted(gradient, weights);
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

  private static INDArray weighted(INDArray perExample, INDArray weights) {
    return weights.length() == 1
        ? perExample.muli(weights.getDouble(0))
        : perExample.muliColumnVector(weights);
  }
}
