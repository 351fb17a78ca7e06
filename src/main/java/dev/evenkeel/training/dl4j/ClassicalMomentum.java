package dev.evenkeel.training.dl4j;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Polyak's momentum: v = μ·v − rate·gradient, parameters + v.
 *
 * <p>Deeplearning4j has Nesterov's look-ahead only. This one keeps its velocity in the same state
 * array with the same sign, so that zips and snapshots hold it without knowing.
 */
final class ClassicalMomentum implements GradientUpdater<Nesterovs> {

  private final Nesterovs config;
  private final INDArray velocity;

  /**
   * @param velocity [parameters of the block], started at 0
   */
  ClassicalMomentum(Nesterovs config, INDArray velocity) {
    this.config = config;
    this.velocity = velocity;
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double rate = config.getLearningRate(iteration, epoch);
    velocity.muli(config.getMomentum()).subi(gradient.muli(rate));
    // Updates are subtracted.
    gradient.assign(velocity).negi();
  }

  @Override
  public Nesterovs getConfig() {
    return config;
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of("V", velocity);
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    throw new UnsupportedOperationException("The velocity is a view of the network's state.");
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    throw new UnsupportedOperationException("The velocity is a view of the network's state.");
  }
}
