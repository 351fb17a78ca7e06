package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.OptimizerSpec.Type;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each update rule against its published formula in plain Java: three steps, each with a rate of
 * its own and with a gradient of another batch.
 */
@NativeTest
class OptimizerFormulasTest {

  private static final double[] RATES = {0.1, 0.05, 0.2};
  private static final NetworkPlan PLAN =
      Networks.plan(
          4,
          Networks.Shared.PLAIN,
          List.of(Networks.dense(3, Activation.TANH)),
          Networks.output(2, Activation.SOFTMAX, Loss.CROSS_ENTROPY));

  /** The state of one parameter. */
  private static final class State {
    double first;
    double second;
    double largest;
  }

  /** What one step subtracts from a parameter. */
  private interface Formula {
    double update(double gradient, double rate, int t, State state);
  }

  private static final double B1 = 0.8;
  private static final double B2 = 0.95;
  private static final double EPSILON = 1e-6;
  private static final double DECAY = 0.7;
  private static final double MOMENTUM = 0.6;

  private static Formula formula(Type type) {
    return switch (type) {
      case SGD -> (g, rate, t, s) -> rate * g;
      case MOMENTUM ->
          (g, rate, t, s) -> {
            s.first = MOMENTUM * s.first - rate * g;
            return -s.first;
          };
      case NESTEROV ->
          (g, rate, t, s) -> {
            s.first = MOMENTUM * s.first - rate * g;
            return rate * g - MOMENTUM * s.first;
          };
      case ADAM, ADAMW ->
          (g, rate, t, s) -> {
            moments(g, s);
            return rate * mean(s, t) * correction(t) / (Math.sqrt(s.second) + EPSILON);
          };
      case AMSGRAD ->
          (g, rate, t, s) -> {
            moments(g, s);
            s.largest = Math.max(s.largest, s.second);
            return rate * mean(s, t) * correction(t) / (Math.sqrt(s.largest) + EPSILON);
          };
      case NADAM ->
          (g, rate, t, s) -> {
            moments(g, s);
            double ahead = (B1 * s.first + (1 - B1) * g) / (1 - Math.pow(B1, t));
            return rate * ahead * correction(t) / (Math.sqrt(s.second) + EPSILON);
          };
      case ADAMAX ->
          (g, rate, t, s) -> {
            s.first = B1 * s.first + (1 - B1) * g;
            s.largest = Math.max(B2 * s.largest, Math.abs(g));
            return rate * mean(s, t) / s.largest;
          };
      // The sums of these two start at epsilon.
      case RMSPROP ->
          (g, rate, t, s) -> {
            s.second = DECAY * (t == 1 ? EPSILON : s.second) + (1 - DECAY) * g * g;
            return rate * g / (Math.sqrt(s.second) + EPSILON);
          };
      case ADAGRAD ->
          (g, rate, t, s) -> {
            s.second = (t == 1 ? EPSILON : s.second) + g * g;
            return rate * g / (Math.sqrt(s.second) + EPSILON);
          };
      case ADADELTA ->
          (g, rate, t, s) -> {
            s.second = DECAY * s.second + (1 - DECAY) * g * g;
            double step = g * Math.sqrt((s.first + EPSILON) / (s.second + EPSILON));
            s.first = DECAY * s.first + (1 - DECAY) * step * step;
            return rate * step;
          };
      case LBFGS, CONJUGATE_GRADIENT -> throw new IllegalArgumentException("They search.");
    };
  }

  private static void moments(double g, State s) {
    s.first = B1 * s.first + (1 - B1) * g;
    s.second = B2 * s.second + (1 - B2) * g * g;
  }

  private static double mean(State s, int t) {
    return s.first / (1 - Math.pow(B1, t));
  }

  /** Of the second moment, before its epsilon is added (Kingma and Ba, 2015, end of section 2). */
  private static double correction(int t) {
    return Math.sqrt(1 - Math.pow(B2, t));
  }

  private static OptimizerSpec spec(Type type) {
    return new OptimizerSpec(
        type,
        0.1,
        MOMENTUM,
        type == Type.ADAMW ? 0.0 : null,
        B1,
        B2,
        type == Type.ADAMAX ? 1e-30 : EPSILON,
        DECAY,
        null);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LBFGS", "CONJUGATE_GRADIENT"})
  void stepsAsPublished(Type type) {
    try (var network = new Dl4jNetwork(PLAN, Networks.spec(spec(type)))) {
      Formula formula = formula(type);
      State[] states = new State[Dl4jNetworkTest.read(network.parameters()).length];
      java.util.Arrays.setAll(states, i -> new State());
      for (int t = 1; t <= RATES.length; t++) {
        Batch batch = Networks.batch(16, 4, 2, t);
        network.computeGradients(batch);
        float[] gradient = Dl4jNetworkTest.read(network.gradient());
        network.applyUpdate(RATES[t - 1]);
        float[] update = Dl4jNetworkTest.read(network.update());

        for (int i = 0; i < update.length; i++) {
          double expected = formula.update(gradient[i] / 16, RATES[t - 1], t, states[i]);
          assertThat((double) update[i])
              .as("step %d, parameter %d", t, i)
              .isCloseTo(expected, within(1e-6 + 1e-3 * Math.abs(expected)));
        }
      }
    }
  }

  @Test
  void noTwoRulesAreTheSame() {
    Map<Type, float[]> ends = new HashMap<>();
    EnumSet<Type> rules = EnumSet.allOf(Type.class);
    rules.removeIf(Type::isFullBatch);
    for (Type type : rules) {
      OptimizerSpec spec =
          type == Type.ADAMW
              ? new OptimizerSpec(type, 0.1, null, 0.5, B1, B2, EPSILON, null, null)
              : spec(type);
      try (var network = new Dl4jNetwork(PLAN, Networks.spec(spec))) {
        for (int t = 1; t <= RATES.length; t++) {
          network.computeGradients(Networks.batch(16, 4, 2, t));
          network.applyUpdate(RATES[t - 1]);
        }
        ends.put(type, Dl4jNetworkTest.read(network.parameters()));
      }
    }
    for (Type one : rules) {
      for (Type other : rules) {
        if (one != other) {
          assertThat(distance(ends.get(one), ends.get(other)))
              .as("%s and %s", one, other)
              .isGreaterThan(1e-3);
        }
      }
    }
  }

  private static double distance(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
    }
    return most;
  }
}
