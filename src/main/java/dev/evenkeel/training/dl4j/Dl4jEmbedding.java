package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** A row of weights for each code. */
record Dl4jEmbedding(Hidden hidden, LayerSpec.Embedding layer) implements Dl4jLayer {

  @Override
  public Layer configuration(Learning learning) {
    return learning
        .of(
            hidden,
            new EmbeddingSequenceLayer.Builder()
                .nIn(layer.vocabulary())
                .nOut(layer.units())
                .inferInputLength(true)
                .outputDataFormat(RNNFormat.NCW)
                .activation(new ActivationIdentity()))
        .build();
  }

  @Override
  public void start(InitialWeights weights) {
    weights.matrix(
        index(), "W", hidden.initialization().weights(), layer.vocabulary(), layer.units());
  }

  @Override
  public StepOrder steps() {
    return StepOrder.TOGETHER;
  }
}
