package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;

/** What stands before it has turned the numbers already. */
record Dl4jReshape(Hidden hidden, LayerSpec.Reshape layer) implements UnweightedLayer {

  @Override
  public Layer configuration(Learning learning) {
    return UnweightedLayer.nothing();
  }

  @Override
  public StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  @Override
  public InputPreProcessor turning(boolean anyOrder) {
    return Arrangement.turned(hidden.in(), hidden.out(), false);
  }
}
