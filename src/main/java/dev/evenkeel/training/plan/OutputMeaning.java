package dev.evenkeel.training.plan;

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

  /** The class that outputs stand for, read from index {@code at} on. */
  public int answer(float[] outputs, int at, int units) {
    if (units == 1) {
      return outputs[at] > threshold() ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < units; k++) {
      if (outputs[at + k] > outputs[at + best]) {
        best = k;
      }
    }
    return best;
  }

  /**
   * The class that they would stand for if each class's share of the examples, or its weight in the
   * loss, were a multiple of what it is; of probabilities only.
   *
   * <p>Charles Elkan, The Foundations of Cost-Sensitive Learning, 2001.
   *
   * @param multiples of each class
   */
  public int answer(float[] outputs, int at, int units, float[] multiples) {
    int best = 0;
    double most = -1;
    for (int k = 0; k < multiples.length; k++) {
      double odds = multiples[k] * probability(k, outputs, at, units);
      best = odds > most ? k : best;
      most = Math.max(most, odds);
    }
    return best;
  }

  /** The probability that outputs give a class, where they are probabilities. */
  public static double probability(int ofClass, float[] outputs, int at, int units) {
    if (units > 1) {
      return outputs[at + ofClass];
    }
    return ofClass == 1 ? outputs[at] : 1.0 - outputs[at];
  }
}
