package dev.evenkeel.training.dl4j;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** A layer whose start nobody chooses. */
interface UnweightedLayer extends Dl4jLayer {

  @Override
  default void start(InitialWeights weights) {
    // There is nothing that could start otherwise.
  }

  static Layer activation(IActivation activation) {
    return new ActivationLayer.Builder().activation(activation).build();
  }

  /** A layer for what has happened already, or doesn't happen at all. */
  static Layer nothing() {
    return activation(new ActivationIdentity());
  }
}
