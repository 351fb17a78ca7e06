package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each loss and its gradient against the formula in plain Java: three outputs, four examples, with
 * and without weights.
 */
@NativeTest
class LossFormulasTest {

  private static final int N = 4;
  private static final int K = 3;

  /** Before the activation; one input an example, so that example i's are inputs[i] · w + b. */
  private static final double[] INPUTS = {0.5, -1.5, 2.0, 0.25};

  private static final double[] WEIGHTS = {0.7, -0.4, 0.3};
  private static final double[] BIASES = {0.1, 0.2, -0.6};

  private static final double[][] ONE_HOT = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}};
  private static final double[][] SHARES = {
    {0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}, {0.25, 0.25, 0.5}, {0.3, 0.3, 0.4}
  };
  private static final double[][] COUNTS = {{1, 0, 4}, {2, 3, 0}, {0, 1, 1}, {5, 2, 0}};
  private static final double[][] NUMBERS = {
    {1.5, -2, 0.3}, {-0.5, 0.9, 2.5}, {0.2, -0.3, 0.4}, {3, 0.5, -1}
  };

  /** What an output o costs beside a label y; the loss of an example is the sum of these. */
  private interface Formula {
    double cost(double output, double label);
  }

  private static Formula formula(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> (o, y) -> -y * Math.log(o);
      case BINARY_CROSS_ENTROPY -> (o, y) -> -y * Math.log(o) - (1 - y) * Math.log(1 - o);
      case KL_DIVERGENCE -> (o, y) -> y == 0 ? 0 : y * Math.log(y / o);
      case MSE -> (o, y) -> (o - y) * (o - y) / K;
      case MAE -> (o, y) -> Math.abs(o - y) / K;
      case HUBER ->
          (o, y) -> {
            double d = Math.abs(o - y);
            return (d <= 1 ? d * d / 2 : d - 0.5) / K;
          };
      case HINGE -> (o, y) -> Math.max(0, 1 - y * o);
      case MSLE -> (o, y) -> Math.pow(Math.log((1 + o) / (1 + y)), 2) / K;
      case POISSON -> (o, y) -> o - y * Math.log(o);
    };
  }

  private static Activation activation(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY, KL_DIVERGENCE -> Activation.SOFTMAX;
      case BINARY_CROSS_ENTROPY -> Activation.SIGMOID;
      case MSLE, POISSON -> Activation.SOFTPLUS;
      case MSE, MAE, HUBER, HINGE -> Activation.LINEAR;
    };
  }

  private static double[][] labels(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY, KL_DIVERGENCE -> SHARES;
      case BINARY_CROSS_ENTROPY -> ONE_HOT;
      case HINGE -> Arrays.stream(ONE_HOT).map(LossFormulasTest::signs).toArray(double[][]::new);
      case MSLE, POISSON -> COUNTS;
      case MSE, MAE, HUBER -> NUMBERS;
    };
  }

  private static double[] signs(double[] oneHot) {
    return Arrays.stream(oneHot).map(y -> 2 * y - 1).toArray();
  }

  private static double[] outputs(double[] z, Activation activation) {
    double total = Arrays.stream(z).map(Math::exp).sum();
    return Arrays.stream(z)
        .map(
            x ->
                switch (activation) {
                  case SOFTMAX -> Math.exp(x) / total;
                  case SIGMOID -> 1 / (1 + Math.exp(-x));
                  case SOFTPLUS -> Math.log1p(Math.exp(x));
                  case LINEAR -> x;
                  default -> throw new IllegalArgumentException(activation.name());
                })
        .toArray();
  }

  /** The weighted loss of the batch: a mean over the examples, whatever their weights. */
  private static double loss(Loss loss, double[] parameters, double[] weights) {
    double sum = 0;
    for (int i = 0; i < N; i++) {
      double[] z = new double[K];
      for (int k = 0; k < K; k++) {
        z[k] = parameters[k] * INPUTS[i] + parameters[K + k];
      }
      double[] outputs = outputs(z, activation(loss));
      for (int k = 0; k < K; k++) {
        sum += weights[i] * formula(loss).cost(outputs[k], labels(loss)[i][k]);
      }
    }
    return sum / N;
  }

  private static Dl4jNetwork network(Loss loss) {
    NetworkPlan plan =
        Networks.plan(
            1, Networks.Shared.PLAIN, List.of(), Networks.output(K, activation(loss), loss));
    Dl4jNetwork network = new Dl4jNetwork(plan, Networks.spec(OptimizerSpec.Type.SGD));
    NetworkSnapshot start = network.snapshot();
    network.restore(
        new NetworkSnapshot(floats(PARAMETERS), start.updaterState(), 0, start.randomState()));
    return network;
  }

  private static final double[] PARAMETERS = {
    WEIGHTS[0], WEIGHTS[1], WEIGHTS[2], BIASES[0], BIASES[1], BIASES[2]
  };

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static Batch batch(Loss loss, double... weights) {
    double[] flat = Arrays.stream(labels(loss)).flatMapToDouble(Arrays::stream).toArray();
    return new Batch(N, floats(INPUTS), 1, floats(flat), K, floats(weights), new int[N]);
  }

  private static void assertFollowsItsFormula(Loss loss, Batch batch, double... weights) {
    try (Dl4jNetwork network = network(loss)) {
      assertThat(network.computeGradients(batch))
          .isCloseTo(loss(loss, PARAMETERS, weights), within(1e-5));
      float[] gradient = Dl4jNetworkTest.read(network.gradient());
      for (int p = 0; p < PARAMETERS.length; p++) {
        double[] above = PARAMETERS.clone();
        double[] below = PARAMETERS.clone();
        above[p] += 1e-6;
        below[p] -= 1e-6;
        double slope = (loss(loss, above, weights) - loss(loss, below, weights)) / 2e-6;
        assertThat(gradient[p] / (double) N).as("parameter %d", p).isCloseTo(slope, within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void followsItsFormula(Loss loss) {
    assertFollowsItsFormula(loss, batch(loss), 1, 1, 1, 1);
  }

  @ParameterizedTest
  @EnumSource
  void weighsEachExample(Loss loss) {
    assertFollowsItsFormula(loss, batch(loss, 0.5, 3, 0, 1), 0.5, 3, 0, 1);
  }

  @ParameterizedTest
  @EnumSource
  void isTheSameWhereNothingIsTrained(Loss loss) {
    try (Dl4jNetwork network = network(loss)) {
      assertThat(network.loss(batch(loss)))
          .isCloseTo(loss(loss, PARAMETERS, new double[] {1, 1, 1, 1}), within(1e-5));
    }
  }

  @Test
  void noTwoFormulasAreTheSame() {
    for (Loss one : Loss.values()) {
      for (Loss other : Loss.values()) {
        double here = formula(one).cost(0.3, 0.9);
        double there = formula(other).cost(0.3, 0.9);
        assertThat(one == other || Math.abs(here - there) > 1e-3)
            .as("%s (%s) and %s (%s)", one, here, other, there)
            .isTrue();
      }
    }
  }
}
