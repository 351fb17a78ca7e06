package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.WeightInit;
import dev.evenkeel.training.spec.WeightInit.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NativeTest
class InitializationTest {

  private static final int INPUTS = 80;
  private static final int UNITS = 120;

  @ParameterizedTest
  @CsvSource({
    "XAVIER, 0.1, false",
    "XAVIER_UNIFORM, 0.1, true",
    "HE, 0.1581, false",
    "HE_UNIFORM, 0.1581, true",
    "LECUN, 0.1118, false",
    "NORMAL, 0.01, false",
    "UNIFORM, 0.0577, true"
  })
  void randomWeightsHaveTheirStandardDeviation(Type type, double deviation, boolean bounded) {
    float[] weights = weights(WeightInit.named(type), INPUTS, UNITS);

    double square = 0;
    double most = 0;
    for (float weight : weights) {
      square += weight * weight;
      most = Math.max(most, Math.abs(weight));
    }
    assertThat(Math.sqrt(square / weights.length)).isCloseTo(deviation, within(deviation * 0.05));
    assertThat(most <= deviation * Math.sqrt(3) * 1.001).isEqualTo(bounded);
  }

  @ParameterizedTest
  @CsvSource({"NORMAL, 0.4, 0.2", "UNIFORM, 0.6, 0.2309"})
  void meanAndSpreadAreWhatTheyWereAskedToBe(Type type, double mean, double deviation) {
    WeightInit init =
        type == Type.NORMAL
            ? new WeightInit(type, 0.4, 0.2, null, null, null, null)
            : new WeightInit(type, null, null, 0.2, 1.0, null, null);

    Traits traits = Traits.of(weights(init, INPUTS, UNITS));

    assertThat(traits.mean()).isCloseTo(mean, within(0.01));
    assertThat(traits.deviation()).isCloseTo(deviation, within(0.01));
  }

  /** What tells one way of starting from another. */
  private record Traits(double mean, double deviation, double most, double angle) {

    static Traits of(float[] weights) {
      double sum = 0;
      double square = 0;
      double most = 0;
      for (float weight : weights) {
        sum += weight;
        square += (double) weight * weight;
        most = Math.max(most, Math.abs(weight));
      }
      double mean = sum / weights.length;
      double deviation = Math.sqrt(Math.max(0, square / weights.length - mean * mean));
      return new Traits(mean, deviation, most, angle(weights));
    }

    /** How far the first inputs' weights are from right angles, relative to their lengths. */
    private static double angle(float[] weights) {
      double most = 0;
      for (int a = 0; a < 20; a++) {
        for (int b = 0; b < a; b++) {
          most = Math.max(most, Math.abs(product(weights, a, b)));
        }
      }
      double length = product(weights, 0, 0);
      return length == 0 ? 0 : most / length;
    }

    private static double product(float[] weights, int a, int b) {
      double product = 0;
      for (int unit = 0; unit < UNITS; unit++) {
        product += (double) weights[unit * INPUTS + a] * weights[unit * INPUTS + b];
      }
      return product;
    }

    /** The largest difference relative to the larger of both. */
    double distance(Traits other) {
      return Math.max(
          Math.max(apart(mean, other.mean), apart(deviation, other.deviation)),
          Math.max(apart(most, other.most), apart(angle, other.angle)));
    }

    private static double apart(double a, double b) {
      double larger = Math.max(Math.abs(a), Math.abs(b));
      return larger < 5e-3 ? 0 : Math.abs(a - b) / larger;
    }
  }

  @Test
  void noTwoWaysOfStartingAreTheSame() {
    Map<WeightInit, Traits> all = new LinkedHashMap<>();
    for (Type type : Type.values()) {
      WeightInit init = new WeightInit(type, null, null, null, null, null, null);
      all.put(init, Traits.of(weights(init, INPUTS, UNITS)));
    }
    for (WeightInit init :
        List.of(
            new WeightInit(Type.NORMAL, 0.5, 0.1, null, null, null, null),
            new WeightInit(Type.UNIFORM, null, null, 0.0, 0.5, null, null),
            new WeightInit(Type.ORTHOGONAL, null, null, null, null, 2.0, null),
            new WeightInit(Type.IDENTITY, null, null, null, null, 0.5, null),
            new WeightInit(Type.CONSTANT, null, null, null, null, null, 0.3))) {
      all.put(init, Traits.of(weights(init, INPUTS, UNITS)));
    }
    // A constant is 0 unless it says something else: the same as zeros, by definition.
    all.remove(new WeightInit(Type.CONSTANT, null, null, null, null, null, null));

    all.forEach(
        (one, traits) ->
            all.forEach(
                (other, others) ->
                    assertThat(one.equals(other) || traits.distance(others) > 0.1)
                        .as("%s %s and %s %s", one, traits, other, others)
                        .isTrue()));
  }

  @Test
  void theOutputLayerStartsAsItIsAskedTo() {
    WeightInit ones = WeightInit.named(Type.ONES);
    NetworkPlan.Output plain = Networks.output(2, Activation.SOFTMAX, Loss.CROSS_ENTROPY);
    NetworkPlan.Output own =
        new NetworkPlan.Output(
            plain.shape(), plain.in(), plain.activation(), plain.loss(), ones, plain.penalty());
    NetworkPlan plan = Networks.plan(3, Networks.Shared.PLAIN, List.of(), own);
    try (var network = new Dl4jNetwork(plan, Networks.spec(OptimizerSpec.Type.SGD))) {
      assertThat(Dl4jNetworkTest.read(network.parameters()))
          .containsExactly(1, 1, 1, 1, 1, 1, 0, 0);
    }
  }

  @Test
  void parametersOfAnInitialisationAreHeeded() {
    assertThat(weights(new WeightInit(Type.NORMAL, 5.0, 0.001, null, null, null, null), 9, 9))
        .satisfies(weights -> assertAllBetween(weights, 4.9f, 5.1f));
    assertThat(weights(new WeightInit(Type.UNIFORM, null, null, 2.0, 3.0, null, null), 9, 9))
        .satisfies(weights -> assertAllBetween(weights, 2f, 3f));
    assertThat(weights(new WeightInit(Type.UNIFORM, null, null, 2.0, 2.0, null, null), 9, 9))
        .containsOnly(2f);
    assertThat(weights(new WeightInit(Type.CONSTANT, null, null, null, null, null, 0.75), 9, 4))
        .containsOnly(0.75f);
    assertThat(weights(WeightInit.named(Type.ZEROS), 3, 4)).containsOnly(0f);
    assertThat(weights(WeightInit.named(Type.ONES), 3, 4)).containsOnly(1f);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "7, 4", "4, 7"})
  void identityPassesItsInputsOn(int inputs, int units) {
    float[] weights =
        weights(new WeightInit(Type.IDENTITY, null, null, null, null, 0.9, null), inputs, units);

    float[] expected = new float[inputs * units];
    for (int i = 0; i < Math.min(inputs, units); i++) {
      expected[i * inputs + i] = 0.9f;
    }
    assertThat(weights).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"12, 12", "20, 8", "8, 20"})
  void orthogonalWeightsKeepLengths(int inputs, int units) {
    float[] weights =
        weights(new WeightInit(Type.ORTHOGONAL, null, null, null, null, 2.0, null), inputs, units);

    // The shorter side's vectors are at right angles, each as long as the gain.
    boolean wide = units > inputs;
    int vectors = Math.min(inputs, units);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double product = 0;
        for (int i = 0; i < Math.max(inputs, units); i++) {
          product +=
              wide
                  ? weights[i * inputs + a] * weights[i * inputs + b]
                  : weights[a * inputs + i] * weights[b * inputs + i];
        }
        assertThat(product).isCloseTo(a == b ? 4 : 0, within(1e-4));
      }
    }
  }

  @Test
  void hiddenBiasesStartWhereAskedAndTheOutputsAtZero() {
    try (var network = network(WeightInit.named(Type.HE), 4, 3)) {
      float[] parameters = Dl4jNetworkTest.read(network.parameters());
      assertThat(Arrays.copyOfRange(parameters, 12, 15)).containsOnly(-0.5f);
      assertThat(Arrays.copyOfRange(parameters, 15 + 6, 15 + 8)).containsOnly(0f);
    }
  }

  @Test
  void theSameSeedStartsTheSameNetwork() {
    assertThat(weights(WeightInit.named(Type.HE), 9, 9))
        .isEqualTo(weights(WeightInit.named(Type.HE), 9, 9));
  }

  private static void assertAllBetween(float[] weights, float low, float high) {
    for (float weight : weights) {
      assertThat(weight).isBetween(low, high);
    }
  }

  private static float[] weights(WeightInit init, int inputs, int units) {
    try (var network = network(init, inputs, units)) {
      return Arrays.copyOf(Dl4jNetworkTest.read(network.parameters()), inputs * units);
    }
  }

  private static Dl4jNetwork network(WeightInit init, int inputs, int units) {
    var shared = new Networks.Shared(init, -0.5, new Penalty(0, 0));
    NetworkPlan plan =
        Networks.plan(
            inputs,
            shared,
            List.of(Networks.dense(units, Activation.RELU)),
            Networks.output(2, Activation.SOFTMAX, Loss.CROSS_ENTROPY));
    return new Dl4jNetwork(plan, Networks.spec(OptimizerSpec.Type.SGD));
  }
}
