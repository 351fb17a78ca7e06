package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;

/** Takes a row a step, and an image in whatever order it lies. */
record Dl4jDense(Hidden hidden, LayerSpec.Dense layer) implements Dl4jLayer {

  @Override
  public Layer configuration(Learning learning) {
    return learning
        .of(
            hidden,
            new DenseLayer.Builder()
                .nIn(hidden.shape().inputs())
                .nOut(hidden.shape().outputs())
                .activation(Activations.configure(layer.activation())))
        .build();
  }

  @Override
  public void start(InitialWeights weights) {
    weights.matrix(
        index(), "W", hidden.initialization().weights(), hidden.shape().inputs(), layer.units());
  }

  @Override
  public StepOrder steps() {
    return StepOrder.ROW_BY_ROW;
  }

  @Override
  public @Nullable InputPreProcessor turning(boolean anyOrder) {
    return hidden.in() instanceof Image image ? Arrangement.byChannel(image) : null;
  }
}
