package dev.evenkeel.training.preflight;

import dev.evenkeel.training.spec.Activation;
import java.util.Random;

/**
 * By how much a plain recurrence of random weights makes a small difference grow from step to step,
 * found by trying it: h ← f(W h + noise), v ← f′ · W v.
 *
 * <p>Bounded units saturate and so hold back what the spectral radius alone would promise; beyond a
 * radius that the formula does not tell the network is chaotic all the same (Sompolinsky, Crisanti
 * and Sommers, 1988).
 */
final class ChaoticRecurrence {

  private static final int MOST_UNITS = 32;
  private static final int MOST_STEPS = 200;
  private static final int TRIALS = 20;

  /** Inputs of a size that leaves units room. */
  private static final double NOISE = 0.1;

  private static final long SEED = 17;

  private final Activation activation;
  private final double scale;
  private final int units;
  private final Random random = new Random(SEED);

  ChaoticRecurrence(Activation activation, double radius, int units) {
    this.activation = activation;
    this.units = Math.min(MOST_UNITS, units);
    scale = radius / Math.sqrt(this.units);
  }

  /** Whether an activation is bounded and known here. */
  static boolean isSimulated(Activation activation) {
    return switch (activation) {
      case TANH, SIGMOID, HARD_SIGMOID, SOFTSIGN -> true;
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, SOFTMAX, LINEAR -> false;
    };
  }

  /** The growth over so many steps, a geometric mean of several trials. */
  double growth(int steps) {
    int tried = Math.min(MOST_STEPS, steps);
    double logarithm = 0;
    for (int i = 0; i < TRIALS; i++) {
      logarithm += trial(tried) / TRIALS;
    }
    return Math.exp(logarithm * steps / tried);
  }

  private double trial(int steps) {
    double[][] weights = new double[units][];
    for (int i = 0; i < units; i++) {
      weights[i] = random.doubles(units, -1, 1).map(w -> w * Math.sqrt(3) * scale).toArray();
    }
    double[] state = new double[units];
    double[] direction = random.doubles(units, -1, 1).toArray();
    divide(direction, norm(direction));
    double logarithm = 0;
    for (int step = 0; step < steps; step++) {
      double[] sums = times(weights, state);
      direction = times(weights, direction);
      for (int i = 0; i < units; i++) {
        double sum = sums[i] + NOISE * random.nextGaussian();
        state[i] = value(sum);
        direction[i] *= slope(sum);
      }
      double norm = norm(direction);
      if (norm == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      logarithm += Math.log(norm);
      divide(direction, norm);
    }
    return logarithm;
  }

  private double value(double sum) {
    return switch (activation) {
      case TANH -> Math.tanh(sum);
      case SIGMOID -> 1 / (1 + Math.exp(-sum));
      case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2 * sum + 0.5));
      case SOFTSIGN -> sum / (1 + Math.abs(sum));
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, SOFTMAX, LINEAR -> sum;
    };
  }

  private double slope(double sum) {
    double value = value(sum);
    return switch (activation) {
      case TANH -> 1 - value * value;
      case SIGMOID -> value * (1 - value);
      case HARD_SIGMOID -> value > 0 && value < 1 ? 0.2 : 0;
      case SOFTSIGN -> 1 / Math.pow(1 + Math.abs(sum), 2);
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, SOFTMAX, LINEAR -> 1;
    };
  }

  private double[] times(double[][] weights, double[] vector) {
    double[] out = new double[units];
    for (int i = 0; i < units; i++) {
      for (int k = 0; k < units; k++) {
        out[i] += weights[i][k] * vector[k];
      }
    }
    return out;
  }

  private static double norm(double[] vector) {
    double sum = 0;
    for (double one : vector) {
      sum += one * one;
    }
    return Math.sqrt(sum);
  }

  private static void divide(double[] vector, double by) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= by;
    }
  }
}
