package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.Layer;

/** A function alone. */
record Dl4jActivationOnly(Hidden hidden, LayerSpec.ActivationOnly layer)
    implements UnweightedLayer {

  @Override
  public Layer configuration(Learning learning) {
    return UnweightedLayer.activation(Activations.configure(layer.activation()));
  }

  /** Softmax is the one function that must know which of the numbers belong together. */
  @Override
  public StepOrder steps() {
    return layer.activation() == Activation.SOFTMAX ? StepOrder.ROW_BY_ROW : StepOrder.EITHER;
  }
}
