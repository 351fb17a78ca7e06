package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/** Gates in the order candidate, forget, output, input. */
record Dl4jLstm(Hidden hidden, LayerSpec.Lstm layer) implements RecurrentLayer {

  private static final int FORGET_GATE = 1;

  @Override
  public BaseRecurrentLayer recurrence(Learning learning) {
    return sized(
            new LSTM.Builder()
                .forgetGateBiasInit(layer.forgetGateBias())
                .gateActivationFunction(new ActivationSigmoid()),
            learning)
        .build();
  }

  @Override
  public void start(InitialWeights weights, String half) {
    weights.recurrence(hidden, layer, half);
    weights.biases(index(), half + "b", FORGET_GATE, layer.units(), layer.forgetGateBias());
  }
}
