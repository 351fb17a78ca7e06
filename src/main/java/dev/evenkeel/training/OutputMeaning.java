package dev.evenkeel.training;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;

/** How to read what a trained classifier's output layer says. */
public record OutputMeaning(Activation activation, Loss loss) {

  /** Whether outputs lie between 0 and 1 and can be read as probabilities of the classes. */
  public boolean givesProbabilities() {
    return activation == Activation.SIGMOID || activation == Activation.SOFTMAX;
  }

  /**
   * A single unit says the second of two classes above this: halfway between the labels that it was
   * trained towards, −1 and +1 for hinge and 0 and 1 for all others. Sigmoid never goes below 0.
   */
  public double threshold() {
    return loss == Loss.HINGE && activation != Activation.SIGMOID ? 0 : 0.5;
  }
}
