package dev.evenkeel.training;

import dev.evenkeel.training.plan.layers.LayerShape;
import java.util.List;

/**
 * The size of a run, known before its first step.
 *
 * @param layers every layer of the network
 * @param parameters number of parameters
 * @param trainingExamples examples of the training split
 * @param iterationsPerEpoch batches of one epoch
 * @param iterations batches of the whole run
 */
public record RunShape(
    List<LayerShape> layers,
    long parameters,
    long trainingExamples,
    int iterationsPerEpoch,
    long iterations) {

  /** The same network and data over other iterations. */
  public RunShape lasting(long other) {
    return new RunShape(layers, parameters, trainingExamples, iterationsPerEpoch, other);
  }
}
