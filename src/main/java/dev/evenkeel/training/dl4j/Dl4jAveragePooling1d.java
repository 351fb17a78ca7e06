package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/** The mean number of each window. */
record Dl4jAveragePooling1d(Hidden hidden, LayerSpec.AveragePooling1d layer)
    implements StepPoolingLayer {

  @Override
  public PoolingType pooling() {
    return PoolingType.AVG;
  }
}
