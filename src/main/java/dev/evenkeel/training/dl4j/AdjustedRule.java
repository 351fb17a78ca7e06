package dev.evenkeel.training.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * An update rule of Deeplearning4j whose step is put right afterwards. State arrays are its own, so
 * that zips and snapshots hold them without knowing.
 */
abstract class AdjustedRule<C extends IUpdater> implements GradientUpdater<C> {

  private final GradientUpdater<C> rule;

  AdjustedRule(GradientUpdater<C> rule) {
    this.rule = rule;
  }

  /**
   * Changes what the rule has made of the gradient, in place.
   *
   * @param iteration counts from 0
   */
  abstract void adjust(INDArray step, int iteration);

  @Override
  public final void applyUpdater(INDArray gradient, int iteration, int epoch) {
    rule.applyUpdater(gradient, iteration, epoch);
    adjust(gradient, iteration);
  }

  @Override
  public final C getConfig() {
    return rule.getConfig();
  }

  @Override
  public final Map<String, INDArray> getState() {
    return rule.getState();
  }

  @Override
  public final void setState(Map<String, INDArray> state, boolean initialize) {
    rule.setState(state, initialize);
  }

  @Override
  public final void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    rule.setStateViewArray(view, shape, order, initialize);
  }
}
