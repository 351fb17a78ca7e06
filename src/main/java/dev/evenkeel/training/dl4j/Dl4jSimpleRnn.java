package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/** One matrix from step to step. */
record Dl4jSimpleRnn(Hidden hidden, LayerSpec.SimpleRnn layer) implements RecurrentLayer {

  @Override
  public BaseRecurrentLayer recurrence(Learning learning) {
    return sized(new SimpleRnn.Builder(), learning).build();
  }

  @Override
  public void start(InitialWeights weights, String half) {
    weights.recurrence(hidden, layer, half);
  }
}
