package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.plan.NetworkPlanner;
import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.plan.layers.PlanLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** conv1d with its poolings: shapes, slopes, padding, ONNX. */
@NativeTest
class SequenceConvolutionTest {

  @TempDir private Path folder;

  @AfterEach
  void tearDown() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          windows   | {'type':'conv1d','filters':5,'kernel':3}                                  | [4, 5] | 65
          windows   | {'type':'conv1d','filters':5,'kernel':4,'stride':2}                       | [2, 5] | 85
          windows   | {'type':'conv1d','filters':5,'kernel':4,'stride':4,'padding':'same'}      | [2, 5] | 85
          windows   | {'type':'conv1d','filters':5,'kernel':1,'stride':4,'padding':'same'}      | [2, 5] | 25
          windows   | {'type':'conv1d','filters':5,'kernel':9,'stride':4,'padding':'causal'}    | [2, 5] | 185
          windows   | {'type':'max_pooling1d'}                                                  | [3, 4] | 0
          windows   | {'type':'average_pooling1d','size':3,'stride':2}                          | [2, 4] | 0
          sequences | {'type':'conv1d','filters':5,'kernel':3}                                  | [steps, 5] | 65
          sequences | {'type':'max_pooling1d','size':4}                                         | [steps, 4] | 0
          """)
  void saysWhatShapeLeavesIt(String dataset, String layer, String shape, long parameters) {
    var first =
        Chains.chain(dataset, "[" + layer + ",{'type':'global_pooling'}]").plan().hidden().get(0);

    assertThat(first.out().text()).isEqualTo(shape);
    assertThat(first.shape().parameters()).isEqualTo(parameters);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          windows   | {'type':'conv1d','filters':5,'kernel':7}                                     | /network/layers/0/kernel
          sequences | {'type':'conv1d','filters':5,'kernel':3,'stride':2,'padding':'same'}         | /network/layers/0/padding
          sequences | {'type':'average_pooling1d','size':7}                                        | /network/layers/0/size
          images    | {'type':'conv1d','filters':5,'kernel':3}                                     | /network/layers/0
          windows   | {'type':'conv1d','filters':5,'kernel':3,'activation':'softmax'}              | /network/layers/0/activation
          windows   | {'type':'lstm','units':2,'return_sequences':false},{'type':'max_pooling1d'}  | /network/layers/1
          """)
  void namesWhatDoesNotFit(String dataset, String layers, String pointer) {
    var spec = TestSpecs.spec("{'layers':[%s,{'type':'global_pooling'}]}".formatted(layers), "{}");
    var planning = new NetworkPlanner(PlanLimits.defaults()).plan(spec, Chains.schema(dataset));

    assertThat(planning.faults()).extracting(PlanFault::pointer).contains(pointer);
  }

  @Test
  void identityHandsEachFeatureOn() {
    Chains.Chain chain =
        Chains.chain(
            "windows",
            "[{'type':'conv1d','filters':4,'kernel':3,'padding':'same','activation':'linear','weight_init':'identity'},{'type':'global_pooling'}]");
    Chains.Chain plain = Chains.chain("windows", "[{'type':'global_pooling'}]");
    var batch = Chains.batch(chain.plan(), 5, 2, 6);
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec());
        var without = new Dl4jNetwork(plain.plan(), plain.spec())) {
      without.parameters().write(0, output(network, 12 * 4 + 4), 15);

      assertThat(PaddingTest.answers(network, batch))
          .isEqualTo(PaddingTest.answers(without, batch));
    }
  }

  private static float[] output(Dl4jNetwork network, int from) {
    float[] numbers = new float[15];
    network.parameters().read(from, numbers, numbers.length);
    return numbers;
  }

  @Test
  void aRecurrenceBeforeItReturnsItsSteps() {
    var plan =
        Chains.chain(
                "windows",
                "[{'type':'lstm','units':3},{'type':'conv1d','filters':2,'kernel':2},{'type':'flatten'}]")
            .plan();

    assertThat(plan.hidden().get(0).out().text()).isEqualTo("[6, 3]");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          windows   | {'type':'conv1d','filters':3,'kernel':3,'activation':'tanh'},{'type':'flatten'}
          windows   | {'type':'conv1d','filters':3,'kernel':2,'stride':3,'activation':'tanh'},{'type':'flatten'}
          windows   | {'type':'conv1d','filters':3,'kernel':4,'stride':4,'padding':'same','activation':'tanh'},{'type':'flatten'}
          windows   | {'type':'conv1d','filters':3,'kernel':1,'stride':4,'padding':'same','activation':'tanh'},{'type':'flatten'}
          windows   | {'type':'conv1d','filters':3,'kernel':3,'stride':2,'padding':'causal','activation':'tanh'},{'type':'lstm','units':3}
          windows   | {'type':'dense','units':3,'activation':'tanh'},{'type':'max_pooling1d'},{'type':'conv1d','filters':3,'kernel':2,'activation':'tanh'},{'type':'flatten'}
          windows   | {'type':'conv1d','filters':3,'kernel':2,'activation':'tanh'},{'type':'average_pooling1d','size':3,'stride':1},{'type':'batch_normalization'},{'type':'global_pooling'}
          sequences | {'type':'conv1d','filters':3,'kernel':3,'activation':'tanh'},{'type':'global_pooling','pooling':'average'}
          sequences | {'type':'conv1d','filters':3,'kernel':3,'padding':'same','activation':'tanh'},{'type':'global_pooling'}
          sequences | {'type':'dense','units':4,'activation':'tanh'},{'type':'conv1d','filters':3,'kernel':4,'padding':'causal','stride':2,'activation':'tanh'},{'type':'lstm','units':3}
          sequences | {'type':'conv1d','filters':3,'kernel':2,'padding':'same','activation':'tanh'},{'type':'max_pooling1d'},{'type':'bidirectional','layer':{'type':'lstm','units':2}}
          sequences | {'type':'dense','units':3,'activation':'tanh'},{'type':'average_pooling1d','size':3,'stride':2},{'type':'conv1d','filters':3,'kernel':2,'activation':'tanh'},{'type':'global_pooling','pooling':'average'}
          words     | {'type':'embedding','units':4},{'type':'conv1d','filters':3,'kernel':3,'activation':'tanh'},{'type':'max_pooling1d'},{'type':'global_pooling'}
          """)
  void gradientsAreTheSlopesOfTheLoss(String dataset, String layers) {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    Chains.Chain chain = Chains.chain(dataset, "[" + layers + "]");

    GradientCheckTest.check(chain, Chains.batch(chain.plan(), 3, 3, 4, 1, 3));
    GradientCheckTest.check(chain, Chains.batch(chain.plan(), 4, 5, 6, 2, 5, 1));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sequences | {'type':'conv1d','filters':5,'kernel':3,'bias_init':0.3},{'type':'global_pooling'}
          sequences | {'type':'conv1d','filters':5,'kernel':4,'padding':'same','bias_init':0.3},{'type':'global_pooling','pooling':'average'}
          sequences | {'type':'conv1d','filters':5,'kernel':3,'padding':'causal','stride':2},{'type':'lstm','units':4}
          sequences | {'type':'dense','units':5,'bias_init':0.3},{'type':'conv1d','filters':5,'kernel':2,'padding':'same'},{'type':'conv1d','filters':4,'kernel':3,'stride':2,'bias_init':0.3},{'type':'global_pooling','pooling':'average'}
          sequences | {'type':'dense','units':5,'bias_init':0.3},{'type':'max_pooling1d'},{'type':'lstm','units':4}
          sequences | {'type':'dense','units':5,'bias_init':0.3},{'type':'average_pooling1d','size':3,'stride':2},{'type':'bidirectional','layer':{'type':'lstm','units':4}}
          sequences | {'type':'max_pooling1d'},{'type':'max_pooling1d'},{'type':'global_pooling'}
          words     | {'type':'embedding','units':4},{'type':'conv1d','filters':5,'kernel':3,'bias_init':0.3},{'type':'max_pooling1d'},{'type':'lstm','units':3}
          """)
  void aLongerPaddingChangesNothing(String dataset, String layers) {
    PaddingTest.assertPaddingIsNothing(dataset, "[" + layers + "]");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fixed   | {'type':'conv1d','filters':4,'kernel':3},{'type':'flatten'}
          fixed   | {'type':'conv1d','filters':4,'kernel':4,'stride':4,'padding':'same','activation':'gelu'},{'type':'flatten'}
          fixed   | {'type':'conv1d','filters':4,'kernel':1,'stride':4,'padding':'same'},{'type':'flatten'}
          fixed   | {'type':'conv1d','filters':4,'kernel':3,'stride':2,'padding':'causal'},{'type':'lstm','units':3}
          fixed   | {'type':'max_pooling1d','size':3,'stride':2},{'type':'average_pooling1d'},{'type':'flatten'}
          windows | {'type':'conv1d','filters':4,'kernel':3,'padding':'causal'},{'type':'average_pooling1d'},{'type':'flatten'}
          varied  | {'type':'conv1d','filters':4,'kernel':3},{'type':'global_pooling'}
          varied  | {'type':'conv1d','filters':4,'kernel':4,'padding':'same','activation':'tanh'},{'type':'global_pooling','pooling':'average'}
          varied  | {'type':'dense','units':4},{'type':'conv1d','filters':4,'kernel':3,'padding':'causal','stride':2},{'type':'lstm','units':3}
          varied  | {'type':'max_pooling1d'},{'type':'average_pooling1d','size':3,'stride':2},{'type':'bidirectional','layer':{'type':'simple_rnn','units':3}}
          varied  | {'type':'conv1d','filters':4,'kernel':3},{'type':'max_pooling1d'},{'type':'conv1d','filters':3,'kernel':2},{'type':'global_pooling','pooling':'average'}
          words   | {'type':'embedding','units':4},{'type':'conv1d','filters':4,'kernel':3,'stride':2},{'type':'max_pooling1d'},{'type':'lstm','units':3}
          """)
  void onnxRuntimeAnswersWhatDeeplearning4jAnswers(String data, String layers) throws Exception {
    assertThat(LayerExportTest.exported(data, layers).furthestDifference(folder)).isLessThan(1e-5);
  }
}
