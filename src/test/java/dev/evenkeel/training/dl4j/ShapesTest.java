package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan.Input;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@NativeTest
class ShapesTest {

  @Test
  void stepsLieSideBySideForDeeplearning4j() {
    INDArray array = fill(Input.values(new Sequence(3, 2, false)), 2, 3, 2);

    assertThat(array.shape()).containsExactly(2, 2, 3);
    for (int example = 0; example < 2; example++) {
      for (int step = 0; step < 3; step++) {
        for (int feature = 0; feature < 2; feature++) {
          assertThat(array.getDouble(example, feature, step))
              .isEqualTo(example * 6 + step * 2 + feature);
        }
      }
    }
  }

  @Test
  void channelsComeBeforePixelsForDeeplearning4j() {
    INDArray array = fill(Input.values(new Image(2, 3, 2)), 2, 6, 2);

    assertThat(array.shape()).containsExactly(2, 2, 2, 3);
    for (int i = 0; i < 24; i++) {
      assertThat(array.getDouble(i / 12, i % 2, i / 6 % 2, i / 2 % 3)).isEqualTo(i);
    }
  }

  private static INDArray fill(Input input, int examples, int positions, int width) {
    InputLayout layout = InputLayout.of(input);
    float[] numbers = new float[examples * positions * width];
    IntStream.range(0, numbers.length).forEach(i -> numbers[i] = i);
    Batch batch =
        new Batch(
            examples,
            positions,
            numbers,
            width,
            new int[0],
            new float[0],
            1,
            new float[0],
            new int[examples]);
    float[] laid = new float[numbers.length];
    layout.lay(batch, laid);
    return Nd4j.createFromArray(laid).reshape(layout.order(), layout.shape(batch));
  }

  /** A layer that hands everything on turns what was a view of the data into work. */
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          table   | {'type':'dense','units':24,'activation':'linear','weight_init':'identity'}     | {'type':'reshape','shape':[6,4]},{'type':'lstm','units':3}
          table   | {'type':'dense','units':24,'activation':'linear','weight_init':'identity'}     | {'type':'reshape','shape':[6,4,1]},{'type':'conv2d','filters':3,'kernel':2}
          table   | {'type':'dense','units':24,'activation':'linear','weight_init':'identity'}     | {'type':'reshape','shape':[3,4,2]},{'type':'conv2d','filters':3,'kernel':2}
          windows | {'type':'dense','units':4,'activation':'linear','weight_init':'identity'}      | {'type':'flatten'},{'type':'dense','units':3}
          windows | {'type':'dense','units':4,'activation':'linear','weight_init':'identity'}      | {'type':'reshape','shape':[3,4,2]},{'type':'conv2d','filters':3,'kernel':2}
          windows | {'type':'dense','units':4,'activation':'linear','weight_init':'identity'}      | {'type':'reshape','shape':[3,8]},{'type':'lstm','units':3}
          images  | {'type':'conv2d','filters':2,'kernel':1,'activation':'linear','weight_init':'identity'} | {'type':'reshape','shape':[7,12]},{'type':'lstm','units':3}
          images  | {'type':'conv2d','filters':2,'kernel':3,'padding':'same','activation':'linear','weight_init':'identity'} | {'type':'flatten'},{'type':'reshape','shape':[12,7]},{'type':'lstm','units':3}
          images  | {'type':'conv2d','filters':2,'kernel':[2,4],'padding':'same','activation':'linear','weight_init':'identity'} | {'type':'reshape','shape':[6,7,2]},{'type':'conv2d','filters':3,'kernel':2}
          images  | {'type':'conv2d','filters':2,'kernel':1,'activation':'linear','weight_init':'identity'} | {'type':'reshape','shape':[84]},{'type':'dense','units':3}
          """)
  void numbersAreReshapedRowByRowWhereverThatHappens(String dataset, String first, String rest) {
    Chains.Chain leading = Chains.chain(dataset, "[" + rest + "]");
    Chains.Chain inside = Chains.chain(dataset, "[" + first + "," + rest + "]");
    try (var one = new Dl4jNetwork(leading.plan(), leading.spec());
        var two = new Dl4jNetwork(inside.plan(), inside.spec())) {
      copyLastParameters(one, two);
      Batch batch = Chains.batch(leading.plan(), 4, 5);
      float[] expected = new float[12];
      float[] answers = new float[12];
      one.predict(batch, expected);
      two.predict(batch, answers);

      assertThat(answers).containsExactly(expected, within(1e-6f));
      assertThat(two.computeGradients(batch)).isCloseTo(one.computeGradients(batch), within(1e-6));
    }
  }

  /** What the first network has, the second has behind its first layer. */
  private static void copyLastParameters(Dl4jNetwork from, Dl4jNetwork to) {
    float[] all = Dl4jNetworkTest.read(to.parameters());
    float[] last = Dl4jNetworkTest.read(from.parameters());
    System.arraycopy(last, 0, all, all.length - last.length, last.length);
    var snapshot = to.snapshot();
    to.restore(
        new NetworkSnapshot(
            all, snapshot.updaterState(), snapshot.iteration(), snapshot.randomState()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images    | [{'type':'conv2d','filters':5,'kernel':[3,2],'padding':'same'},{'type':'batch_normalization'},{'type':'max_pooling2d'},{'type':'dense','units':7}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':5,'return_sequences':true}},{'type':'simple_rnn','units':4},{'type':'dropout','rate':0.5}]
          sequences | [{'type':'lstm','units':5,'return_sequences':true},{'type':'bidirectional','layer':{'type':'simple_rnn','units':4}}]
          words     | [{'type':'embedding','units':4},{'type':'global_pooling'}]
          """)
  void theNetworkHasTheParametersOfItsPlan(String dataset, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers);
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      List<ParameterSegment> segments = network.segments();
      for (LayerShape shape : network.layers()) {
        assertThat(
                segments.stream()
                    .filter(segment -> segment.layer() == shape.index())
                    .mapToLong(ParameterSegment::length)
                    .sum())
            .as(shape.name())
            .isEqualTo(shape.parameters());
      }
      int at = 0;
      for (ParameterSegment segment : segments) {
        assertThat(segment.offset()).isEqualTo(at);
        assertThat(segment.length() % segment.units()).isZero();
        at += segment.length();
      }
      assertThat(at).isEqualTo(network.parameters().length());
    }
  }

  @Test
  void aFilterIsAUnitOfItsConvolution() {
    Chains.Chain chain =
        Chains.chain("images", "[{'type':'conv2d','filters':5,'kernel':[3,2],'bias_init':0.5}]");
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      assertThat(network.segments())
          .filteredOn(segment -> segment.layer() == 0)
          .containsExactly(
              new ParameterSegment(0, "b", 0, 5, 1, true),
              new ParameterSegment(0, "W", 5, 5 * 2 * 3 * 2, 5, true));
      assertThat(Dl4jNetworkTest.read(network.parameters())).startsWith(.5f, .5f, .5f, .5f, .5f);
    }
  }

  @ParameterizedTest
  @CsvSource({"-100, 1", "100, 0"})
  void zerosOfARectifiedConvolutionAreCounted(double bias, double share) {
    Chains.Chain chain =
        Chains.chain(
            "images",
            "[{'type':'conv2d','filters':5,'kernel':3,'bias_init':%s},{'type':'flatten'}]"
                .formatted(bias));
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      network.sampleActivations();
      network.computeGradients(Chains.batch(chain.plan(), 4, 1));

      assertThat(network.activations().zeroFractions()).startsWith(share).endsWith(Double.NaN);
    }
  }
}
