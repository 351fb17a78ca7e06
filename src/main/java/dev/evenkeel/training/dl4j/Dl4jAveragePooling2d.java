package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/** The mean number of each patch. */
record Dl4jAveragePooling2d(Hidden hidden, LayerSpec.AveragePooling2d layer)
    implements ImagePoolingLayer {

  @Override
  public PoolingType pooling() {
    return PoolingType.AVG;
  }
}
