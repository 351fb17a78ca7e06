package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** separable_conv2d: shape, start, slopes, ONNX. */
@NativeTest
class SeparableConvolutionTest {

  @TempDir private Path folder;

  @AfterEach
  void tearDown() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @Test
  void hasAKernelForEachChannelAndAWeightForEachPair() {
    var layer =
        Chains.chain(
                "images",
                "[{'type':'separable_conv2d','filters':5,'kernel':[3,2],'stride':2,'padding':'same'}]")
            .plan()
            .hidden()
            .get(0);

    assertThat(layer.out().text()).isEqualTo("[4, 3, 5]");
    assertThat(layer.shape().parameters()).isEqualTo(3 * 2 * 2 + 2 * 5 + 5);
  }

  /** Of 400 inputs to each filter; of nine to each kernel, whose output no rectifier halves. */
  @Test
  void aSignalPassesBothPartsAtItsSize() {
    Chains.Chain chain =
        Chains.of(
            "images",
            "{'layers':[{'type':'conv2d','filters':400,'kernel':3},{'type':'separable_conv2d','filters':300,'kernel':3}]}",
            "{}");
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      assertThat(meanSquare(network, "W")).isCloseTo(1.0 / 9, within(0.01));
      assertThat(meanSquare(network, "pW")).isCloseTo(2.0 / 400, within(0.0005));
    }
  }

  @Test
  void identityHandsEachChannelOn() {
    Chains.Chain chain =
        Chains.chain(
            "images",
            "[{'type':'separable_conv2d','filters':2,'kernel':3,'weight_init':'identity'}]");
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      assertThat(numbers(network, 0, "W"))
          .containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
      assertThat(numbers(network, 0, "pW")).containsExactly(1, 0, 0, 1);
    }
  }

  @Test
  void oneChannelIsForAnotherLayer() {
    var spec =
        TestSpecs.spec("{'layers':[{'type':'separable_conv2d','filters':2,'kernel':3}]}", "{}");
    var planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, Chains.schema("grey"));

    assertThat(planning.faults())
        .extracting(PlanFault::message)
        .first()
        .asString()
        .contains("conv2d");
  }

  private static double meanSquare(Dl4jNetwork network, String name) {
    float[] numbers = numbers(network, 1, name);
    double sum = 0;
    for (float number : numbers) {
      sum += (double) number * number;
    }
    return sum / numbers.length;
  }

  private static float[] numbers(Dl4jNetwork network, int layer, String name) {
    List<ParameterSegment> segments = network.segments();
    ParameterSegment wanted =
        segments.stream()
            .filter(segment -> segment.layer() == layer && segment.name().equals(name))
            .findFirst()
            .orElseThrow();
    float[] numbers = new float[wanted.length()];
    network.parameters().read(wanted.offset(), numbers, numbers.length);
    return numbers;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images | {'type':'separable_conv2d','filters':3,'kernel':[3,2],'activation':'tanh'}
          images | {'type':'separable_conv2d','filters':3,'kernel':3,'stride':2,'activation':'tanh'},{'type':'flatten'}
          images | {'type':'separable_conv2d','filters':3,'kernel':3,'padding':'same','activation':'tanh'},{'type':'max_pooling2d'}
          images | {'type':'separable_conv2d','filters':3,'kernel':[2,4],'stride':[2,3],'padding':'same','activation':'sigmoid'}
          images | {'type':'separable_conv2d','filters':3,'kernel':1,'stride':4,'padding':'same','activation':'tanh'}
          images | {'type':'separable_conv2d','filters':1,'kernel':7,'padding':'same','activation':'tanh'}
          grey   | {'type':'conv2d','filters':4,'kernel':2,'activation':'tanh'},{'type':'batch_normalization'},{'type':'separable_conv2d','filters':2,'kernel':2,'activation':'tanh'},{'type':'global_pooling'}
          """)
  void gradientsAreTheSlopesOfTheLoss(String dataset, String layers) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    Chains.Chain chain = Chains.chain(dataset, "[" + layers + "]");

    GradientCheckTest.check(chain, Chains.batch(chain.plan(), 3, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images | {'type':'separable_conv2d','filters':4,'kernel':3}
          images | {'type':'separable_conv2d','filters':4,'kernel':[2,3],'padding':'same','stride':2,'activation':'tanh'}
          images | {'type':'separable_conv2d','filters':4,'kernel':[3,2],'padding':'same','stride':[1,3],'activation':'gelu'},{'type':'dropout','rate':0.5},{'type':'separable_conv2d','filters':3,'kernel':2}
          images | {'type':'separable_conv2d','filters':4,'kernel':3},{'type':'batch_normalization'},{'type':'flatten'},{'type':'dense','units':5}
          """)
  void onnxRuntimeAnswersWhatDeeplearning4jAnswers(String data, String layers) throws Exception {
    assertThat(LayerExportTest.exported(data, layers).furthestDifference(folder)).isLessThan(1e-5);
  }
}
