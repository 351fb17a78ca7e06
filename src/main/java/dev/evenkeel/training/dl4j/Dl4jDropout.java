package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Deeplearning4j takes the share that is kept, and reads 0 as "no dropout". */
record Dl4jDropout(Hidden hidden, LayerSpec.Dropout layer) implements UnweightedLayer {

  @Override
  public Layer configuration(Learning learning) {
    return layer.rate() == 0
        ? UnweightedLayer.nothing()
        : new DropoutLayer.Builder().dropOut(1.0 - layer.rate()).build();
  }

  @Override
  public StepOrder steps() {
    return StepOrder.EITHER;
  }
}
