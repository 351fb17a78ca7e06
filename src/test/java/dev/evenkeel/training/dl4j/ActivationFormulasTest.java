package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.spec.Activation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Each activation function and its derivative against the formula in plain Java. */
@NativeTest
class ActivationFormulasTest {

  /** On both sides of every bend, none of them on one. */
  private static final double[] POINTS = {-6, -3, -1.5, -0.7, -0.1, 0.1, 0.8, 1.6, 2.9, 7};

  private static double[] formula(Activation activation, double[] z) {
    double total = Arrays.stream(z).map(Math::exp).sum();
    return Arrays.stream(z)
        .map(x -> activation == Activation.SOFTMAX ? Math.exp(x) / total : single(activation, x))
        .toArray();
  }

  private static double single(Activation activation, double x) {
    return switch (activation) {
      case RELU -> Math.max(0, x);
      case LEAKY_RELU -> x > 0 ? x : 0.01 * x;
      case ELU -> x > 0 ? x : Math.expm1(x);
      case SELU -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
      case GELU -> x / (1 + Math.exp(-1.702 * x));
      case SWISH -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SOFTPLUS -> Math.log1p(Math.exp(x));
      case LINEAR -> x;
      case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2 * x + 0.5));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SOFTMAX -> throw new IllegalArgumentException("It needs all of them.");
    };
  }

  private static INDArray row(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Nd4j.createFromArray(floats).reshape(1, floats.length);
  }

  @ParameterizedTest
  @EnumSource
  void followsItsFormula(Activation activation) {
    INDArray outputs = Activations.configure(activation).getActivation(row(POINTS), true);

    double[] expected = formula(activation, POINTS);
    for (int i = 0; i < POINTS.length; i++) {
      assertThat(outputs.getDouble(0, i))
          .as("at %s", POINTS[i])
          .isCloseTo(expected[i], within(1e-5));
    }
  }

  /** The gradient of Σ cᵢ·f(z)ᵢ, by differences of the formula. */
  @ParameterizedTest
  @EnumSource
  void itsDerivativeIsThatOfItsFormula(Activation activation) {
    double[] factors = {1, -2, 0.5, 3, 1, -1, 2, 0.25, 1, -0.5};

    INDArray slopes =
        Activations.configure(activation).backprop(row(POINTS), row(factors)).getFirst();

    for (int i = 0; i < POINTS.length; i++) {
      double slope =
          (sum(activation, factors, i, 1e-6) - sum(activation, factors, i, -1e-6)) / 2e-6;
      assertThat(slopes.getDouble(0, i)).as("at %s", POINTS[i]).isCloseTo(slope, within(1e-4));
    }
  }

  private static double sum(Activation activation, double[] factors, int moved, double by) {
    double[] z = POINTS.clone();
    z[moved] += by;
    double[] outputs = formula(activation, z);
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum += factors[i] * outputs[i];
    }
    return sum;
  }

  @Test
  void noTwoFormulasAreTheSame() {
    for (Activation one : Activation.values()) {
      for (Activation other : Activation.values()) {
        double distance = 0;
        for (int i = 0; i < POINTS.length; i++) {
          double here = formula(one, POINTS)[i];
          distance = Math.max(distance, Math.abs(here - formula(other, POINTS)[i]));
        }
        assertThat(one == other || distance > 1e-2).as("%s and %s", one, other).isTrue();
      }
    }
  }
}
