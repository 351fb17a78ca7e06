package dev.evenkeel.training.dl4j;

import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;

/**
 * Lets a network compute with activations that don't overflow, while what is saved of it names
 * Deeplearning4j's own: the zip would be unreadable without ours.
 */
final class FiniteActivations {

  private FiniteActivations() {}

  static void use(MultiLayerNetwork network) {
    replace(network, own -> own instanceof ActivationSoftPlus ? new StableSoftPlus() : own);
  }

  static void remove(MultiLayerNetwork network) {
    replace(network, own -> own instanceof StableSoftPlus ? new ActivationSoftPlus() : own);
  }

  private static void replace(MultiLayerNetwork network, UnaryOperator<IActivation> by) {
    for (Layer layer : network.getLayers()) {
      var configured = layer.conf().getLayer();
      if (configured instanceof BaseLayer weighted && weighted.getActivationFn() != null) {
        weighted.setActivationFn(by.apply(weighted.getActivationFn()));
      } else if (configured instanceof ActivationLayer alone) {
        alone.setActivationFn(by.apply(alone.getActivationFn()));
      }
    }
  }
}
