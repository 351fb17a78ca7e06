package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.spec.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Deeplearning4j's name for each activation function; {@link FiniteActivations} train. */
final class Activations {

  private Activations() {}

  static IActivation configure(Activation activation) {
    return switch (activation) {
      case RELU -> new ActivationReLU();
      case LEAKY_RELU -> new ActivationLReLU();
      case ELU -> new ActivationELU();
      case SELU -> new ActivationSELU();
      case GELU -> new ActivationGELU();
      case SWISH -> new ActivationSwish();
      case TANH -> new ActivationTanH();
      case SIGMOID -> new ActivationSigmoid();
      case SOFTPLUS -> new ActivationSoftPlus();
      case LINEAR -> new ActivationIdentity();
      case SOFTMAX -> new ActivationSoftmax();
      case HARD_SIGMOID -> new ActivationHardSigmoid();
      case SOFTSIGN -> new ActivationSoftSign();
    };
  }
}
