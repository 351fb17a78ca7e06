package dev.evenkeel.training.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaDelta;

/**
 * AdaDelta with a learning rate, which Deeplearning4j's lacks; at a rate of 1 they are the same.
 */
final class ScaledAdaDelta implements GradientUpdater<AdaDelta> {

  private final GradientUpdater<AdaDelta> rule;
  private double rate = 1.0;

  ScaledAdaDelta(GradientUpdater<AdaDelta> rule) {
    this.rule = rule;
  }

  void rate(double learningRate) {
    rate = learningRate;
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    rule.applyUpdater(gradient, iteration, epoch);
    if (rate != 1.0) {
      gradient.muli(rate);
    }
  }

  @Override
  public AdaDelta getConfig() {
    return rule.getConfig();
  }

  @Override
  public Map<String, INDArray> getState() {
    return rule.getState();
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    rule.setState(state, initialize);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    rule.setStateViewArray(view, shape, order, initialize);
  }
}
