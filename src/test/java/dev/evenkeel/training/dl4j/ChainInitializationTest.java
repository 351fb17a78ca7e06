package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.ParameterSegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the weights of convolutions, recurrences and embeddings start, and what pulls at them. */
@NativeTest
class ChainInitializationTest {

  private static final int GATES = 4;

  @ParameterizedTest
  @CsvSource({"xavier, 40", "xavier_uniform, 40", "he, 20", "he_uniform, 20", "lecun, 40"})
  void eachGateIsAMatrixWithFansOfItsOwn(String init, double half) {
    // 40 units in front make 40 inputs and 40 units; the squares' mean is 2 / 80 = 1 / 40 and so
    // on.
    Chains.Chain chain =
        Chains.of(
            "windows",
            "{'layers':[{'type':'dense','units':40},{'type':'lstm','units':40,'weight_init':'%s','recurrent_init':'%s'}]}"
                .formatted(init, init),
            "{}");

    for (String name : new String[] {"W", "RW"}) {
      float[] weights = parameter(chain, 1, name);
      for (int gate = 0; gate < GATES; gate++) {
        float[] block = Arrays.copyOfRange(weights, gate * 1600, (gate + 1) * 1600);
        assertThat(meanSquare(block)).isCloseTo(1 / half, within(0.15 / half));
      }
    }
  }

  @Test
  void fansCountInputsAndUnitsOfTheLayerItself() {
    Chains.Chain chain =
        Chains.of(
            "windows",
            "{'layers':[{'type':'dense','units':100},{'type':'lstm','units':20,'weight_init':'he','recurrent_init':'he'},{'type':'dense','units':3}]}",
            "{}");

    assertThat(meanSquare(parameter(chain, 1, "W"))).isCloseTo(2.0 / 100, within(0.002));
    assertThat(meanSquare(parameter(chain, 1, "RW"))).isCloseTo(2.0 / 20, within(0.02));
  }

  @ParameterizedTest
  @CsvSource({"lstm, 4", "simple_rnn, 1"})
  void recurrentMatricesAreOrthogonalUnlessAskedOtherwise(String type, int gates) {
    Chains.Chain chain = Chains.chain("windows", "[{'type':'%s','units':12}]".formatted(type));

    float[] weights = parameter(chain, 0, "RW");

    for (int gate = 0; gate < gates; gate++) {
      assertOrthonormalColumns(Arrays.copyOfRange(weights, gate * 144, (gate + 1) * 144), 12);
    }
    assertThat(weights).hasSize(gates * 144);
  }

  /** Four inputs a step; forty units in front of everything that is not the first layer. */
  @ParameterizedTest
  @CsvSource({
    "relu, 0.05", // 2 / 40
    "softplus, 0.05",
    "tanh, 0.0333333", // 2 / (40 + 20)
    "sigmoid, 0.0333333",
    "linear, 0.0333333"
  })
  void aDenseLayerStartsByItsActivation(String activation, double square) {
    Chains.Chain chain =
        Chains.of(
            "windows",
            "{'layers':[{'type':'dense','units':40},{'type':'dense','units':20,'activation':'%s'},{'type':'lstm','units':2}]}"
                .formatted(activation),
            "{}");

    assertThat(meanSquare(parameter(chain, 1, "W"))).isCloseTo(square, within(square * 0.2));
  }

  @ParameterizedTest
  @CsvSource({
    "lstm, 0.0166667", // 2 / (40 + 4 * 20), the variance of a uniform one within √(6 / 120)
    "simple_rnn, 0.0333333" // 2 / (40 + 20)
  })
  void aRecurrenceStartsByAllItsGates(String type, double square) {
    Chains.Chain chain =
        Chains.of(
            "windows",
            "{'layers':[{'type':'dense','units':40},{'type':'%s','units':20}]}".formatted(type),
            "{}");

    assertThat(meanSquare(parameter(chain, 1, "W"))).isCloseTo(square, within(square * 0.2));
    assertThat(meanSquare(parameter(chain, 2, "W"))).isCloseTo(2.0 / 23, within(0.04));
  }

  @ParameterizedTest
  @CsvSource({"lstm, 4", "simple_rnn, 1"})
  void identityHandsTheStateOnInEveryGate(String type, int gates) {
    Chains.Chain chain =
        Chains.chain(
            "windows",
            "[{'type':'bidirectional','layer':{'type':'%s','units':3,'recurrent_init':{'type':'identity','gain':0.5}}}]"
                .formatted(type));
    float[] identity = {.5f, 0, 0, 0, .5f, 0, 0, 0, .5f};

    for (String name : new String[] {"fRW", "bRW"}) {
      float[] weights = parameter(chain, 0, name);
      for (int gate = 0; gate < gates; gate++) {
        assertThat(Arrays.copyOfRange(weights, gate * 9, (gate + 1) * 9)).isEqualTo(identity);
      }
    }
  }

  @Test
  void theForgetGateHasABiasOfItsOwn() {
    assertThat(
            parameter(
                Chains.chain("windows", "[{'type':'lstm','units':2,'bias_init':0.25}]"), 0, "b"))
        .containsExactly(.25f, .25f, 1, 1, .25f, .25f, .25f, .25f);
    assertThat(
            parameter(
                Chains.chain(
                    "windows",
                    "[{'type':'bidirectional','layer':{'type':'lstm','units':1,'forget_gate_bias':-2}}]"),
                0,
                "bb"))
        .containsExactly(0, -2, 0, 0);
    assertThat(
            parameter(
                Chains.chain("windows", "[{'type':'simple_rnn','units':2,'bias_init':0.25}]"),
                0,
                "b"))
        .containsExactly(.25f, .25f);
  }

  @Test
  void bothDirectionsStartDifferently() {
    Chains.Chain chain =
        Chains.chain("windows", "[{'type':'bidirectional','layer':{'type':'lstm','units':4}}]");

    assertThat(parameter(chain, 0, "fW")).isNotEqualTo(parameter(chain, 0, "bW"));
    assertThat(parameter(chain, 0, "fRW")).isNotEqualTo(parameter(chain, 0, "bRW"));
  }

  @ParameterizedTest
  @CsvSource({
    "he, 1, 0.0333333", // 2 / (15 * 4)
    "lecun, 2, 0.0166667", // 1 / (15 * 4), whatever the stride
    "xavier, 2, 0.0095238" // 2 / (15 * 4 + 15 * 10)
  })
  void aKernelsFansArePatches(String init, int stride, double square) {
    // 5 x 3 patches of 4 channels; 10 filters: fans 60 and 150.
    Chains.Chain chain =
        Chains.of(
            "images",
            "{'layers':[{'type':'conv2d','filters':4,'kernel':1},{'type':'conv2d','filters':10,'kernel':[5,3],'stride':%d,'weight_init':'%s'}]}"
                .formatted(stride, init),
            "{}");

    float[] weights = parameter(chain, 1, "W");

    assertThat(weights).hasSize(600);
    assertThat(meanSquare(weights)).isCloseTo(square, within(square * 0.2));
  }

  @Test
  void filtersAreOrthogonal() {
    Chains.Chain chain =
        Chains.of(
            "images",
            "{'layers':[{'type':'conv2d','filters':6,'kernel':[2,3],'weight_init':'orthogonal'}]}",
            "{}");

    // Six filters of 2 x 6 numbers, one after the other.
    assertOrthonormalColumns(parameter(chain, 0, "W"), 12);
  }

  @Test
  void anEmbeddingOfManyWordsCanBeOrthogonal() {
    Chains.Chain chain =
        Chains.of(
            "words",
            "{'layers':[{'type':'embedding','units':4,'weight_init':'orthogonal'},{'type':'global_pooling'}]}",
            "{}");

    assertOrthonormalColumns(parameter(chain, 0, "W"), 11);
  }

  private static final String EVERYTHING =
      """
      images    | [{'type':'conv2d','filters':3,'kernel':2},{'type':'dense','units':3}]
      windows   | [{'type':'lstm','units':3,'return_sequences':true},{'type':'simple_rnn','units':3}]
      windows   | [{'type':'bidirectional','layer':{'type':'lstm','units':3,'return_sequences':true}},{'type':'global_pooling'}]
      windows   | [{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
      windows   | [{'type':'bidirectional','layer':{'type':'simple_rnn','units':3}}]
      words     | [{'type':'embedding','units':3},{'type':'global_pooling'}]
      """;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', textBlock = EVERYTHING)
  void penaltiesAndDecayReachAllWeightsAndNoBias(String dataset, String layers) {
    assertPullsAtWeights(
        dataset,
        "{'weight_init':'xavier','l2':0.5,'layers':%s}".formatted(layers),
        "{'type':'sgd'}",
        0.1 * 0.5);
    assertPullsAtWeights(
        dataset,
        "{'weight_init':'xavier','layers':%s}".formatted(layers),
        "{'type':'adamw','weight_decay':0.5}",
        0.1 * 0.5);
  }

  /** Compares a step with that of a network that is not pulled at. */
  private static void assertPullsAtWeights(
      String dataset, String network, String optimizer, double share) {
    Chains.Chain pulled =
        Chains.of(dataset, network, "{'seed':7,'optimizer':%s}".formatted(optimizer));
    Chains.Chain free =
        Chains.of(
            dataset,
            network.replace("'l2':0.5,", ""),
            "{'seed':7,'optimizer':%s}"
                .formatted(optimizer.replace("adamw','weight_decay':0.5", "adam'"))
                .replace("''", "'"));
    try (var one = new Dl4jNetwork(pulled.plan(), pulled.spec());
        var other = new Dl4jNetwork(free.plan(), free.spec())) {
      float[] start = Dl4jNetworkTest.read(one.parameters());
      Batch batch = Chains.batch(pulled.plan(), 4, 1, 6);
      for (Dl4jNetwork each : new Dl4jNetwork[] {one, other}) {
        each.computeGradients(batch);
        each.applyUpdate(0.1);
      }
      float[] with = Dl4jNetworkTest.read(one.parameters());
      float[] without = Dl4jNetworkTest.read(other.parameters());
      for (ParameterSegment segment : one.segments()) {
        boolean weights = segment.name().endsWith("W");
        for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
          assertThat(without[i] - with[i])
              .as("%s", segment)
              .isCloseTo(weights ? (float) (share * start[i]) : 0, within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', textBlock = EVERYTHING)
  void everyParameterLearnsAtTheRateOfTheStep(String dataset, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers, "{'type':'sgd','learning_rate':0.7}");
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      Batch batch = Chains.batch(chain.plan(), 4, 1, 6);
      float[] start = Dl4jNetworkTest.read(network.parameters());
      network.computeGradients(batch);
      float[] gradient = Dl4jNetworkTest.read(network.gradient());
      network.applyUpdate(0);
      assertThat(Dl4jNetworkTest.read(network.parameters())).isEqualTo(start);

      network.computeGradients(batch);
      network.applyUpdate(0.25);

      float[] now = Dl4jNetworkTest.read(network.parameters());
      for (int i = 0; i < now.length; i++) {
        assertThat(start[i] - now[i]).isCloseTo(0.25f * gradient[i] / 4, within(1e-6f));
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', textBlock = EVERYTHING)
  void theSameSeedTrainsTheSameBits(String dataset, String layers) {
    String dropping = layers.substring(0, layers.length() - 1) + ",{'type':'dropout','rate':0.4}]";

    assertThat(trained(dataset, dropping)).isEqualTo(trained(dataset, dropping));
  }

  private static float[] trained(String dataset, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers, "{'type':'adam'}");
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      for (int i = 0; i < 5; i++) {
        network.computeGradients(Chains.batch(chain.plan(), 4, i, 6, 3, 1, 5));
        network.applyUpdate(0.01);
      }
      return Dl4jNetworkTest.read(network.parameters());
    }
  }

  private static float[] parameter(Chains.Chain chain, int layer, String name) {
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      float[] all = Dl4jNetworkTest.read(network.parameters());
      ParameterSegment segment =
          network.segments().stream()
              .filter(one -> one.layer() == layer && one.name().equals(name))
              .findFirst()
              .orElseThrow();
      return Arrays.copyOfRange(all, segment.offset(), segment.offset() + segment.length());
    }
  }

  private static double meanSquare(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number * number;
    }
    return sum / numbers.length;
  }

  /** Columns of this length, one after the other. */
  private static void assertOrthonormalColumns(float[] matrix, int length) {
    for (int a = 0; a < matrix.length / length; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int i = 0; i < length; i++) {
          product += matrix[a * length + i] * matrix[b * length + i];
        }
        assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-5));
      }
    }
  }
}
