package dev.evenkeel.training.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaDelta;

/**
 * AdaDelta with a learning rate, which Deeplearning4j's lacks; at a rate of 1 they are the same.
 */
final class ScaledAdaDelta extends AdjustedRule<AdaDelta> {

  private double rate = 1.0;

  ScaledAdaDelta(GradientUpdater<AdaDelta> rule) {
    super(rule);
  }

  void rate(double learningRate) {
    rate = learningRate;
  }

  @Override
  void adjust(INDArray step, int iteration) {
    if (rate != 1.0) {
      step.muli(rate);
    }
  }
}
