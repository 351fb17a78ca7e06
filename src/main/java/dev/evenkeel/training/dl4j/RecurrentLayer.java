package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/** What Deeplearning4j's recurrent layers have in common. */
interface RecurrentLayer extends Dl4jLayer {

  @Override
  LayerSpec.Recurrent layer();

  /** With all its steps. */
  BaseRecurrentLayer recurrence(Learning learning);

  /** Starts the weights of the layer, or of a half of a bidirectional one. */
  void start(InitialWeights weights, String half);

  @Override
  default Layer configuration(Learning learning) {
    BaseRecurrentLayer steps = recurrence(learning);
    return hidden().out() instanceof Vector ? new LastTimeStep(steps) : steps;
  }

  default <B extends BaseRecurrentLayer.Builder<B>> B sized(B builder, Learning learning) {
    return learning.of(
        hidden(),
        builder
            .nIn(hidden().in().width())
            .nOut(layer().units())
            .dataFormat(RNNFormat.NCW)
            .activation(Activations.configure(layer().activation()))
            .weightInitRecurrent(WeightInits.configure(layer().recurrentInit())));
  }

  @Override
  default void start(InitialWeights weights) {
    start(weights, "");
  }

  @Override
  default StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  @Override
  default boolean needsMask() {
    return true;
  }
}
