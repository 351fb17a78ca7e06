package dev.evenkeel.training.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nadam;

/**
 * Nadam with the bias correction of its second moment (Dozat, 2016).
 *
 * <p>Deeplearning4j's leaves it out: with a β₂ of 0.999 its first step is 32 times too long.
 */
final class CorrectedNadam extends AdjustedRule<Nadam> {

  CorrectedNadam(GradientUpdater<Nadam> rule) {
    super(rule);
  }

  @Override
  void adjust(INDArray step, int iteration) {
    step.muli(Math.sqrt(1 - Math.pow(getConfig().getBeta2(), iteration + 1.0)));
  }
}
