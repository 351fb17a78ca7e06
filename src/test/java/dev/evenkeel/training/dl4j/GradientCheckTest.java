package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Holds every layer's gradient to central differences of the loss, in double precision. */
@NativeTest
class GradientCheckTest {

  private static final double STEP = 1e-5;
  private static final int NUMBERS_A_SEGMENT = 6;

  @BeforeEach
  void setUp() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterEach
  void tearDown() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images    | [{'type':'conv2d','filters':3,'kernel':[3,2],'activation':'tanh'}]
          images    | [{'type':'conv2d','filters':3,'kernel':3,'stride':2,'activation':'tanh'},{'type':'flatten'},{'type':'dense','units':4,'activation':'tanh'}]
          images    | [{'type':'conv2d','filters':3,'kernel':3,'padding':'same','activation':'tanh'}]
          images    | [{'type':'conv2d','filters':3,'kernel':[2,4],'stride':[2,3],'padding':'same','activation':'sigmoid'}]
          images    | [{'type':'conv2d','filters':3,'kernel':2,'activation':'tanh'},{'type':'max_pooling2d','size':2},{'type':'dense','units':4,'activation':'tanh'}]
          images    | [{'type':'average_pooling2d','size':[3,2],'stride':[2,1]},{'type':'conv2d','filters':2,'kernel':2,'activation':'tanh'}]
          images    | [{'type':'conv2d','filters':4,'kernel':2,'activation':'tanh'},{'type':'global_pooling','pooling':'max'}]
          images    | [{'type':'conv2d','filters':4,'kernel':2,'activation':'tanh'},{'type':'global_pooling','pooling':'average'}]
          images    | [{'type':'conv2d','filters':3,'kernel':2,'activation':'tanh'},{'type':'batch_normalization'},{'type':'activation','activation':'tanh'}]
          images    | [{'type':'dense','units':5,'activation':'tanh'},{'type':'batch_normalization'},{'type':'dense','units':4,'activation':'softmax'}]
          grey      | [{'type':'conv2d','filters':4,'kernel':[3,6],'activation':'tanh'},{'type':'reshape','shape':[4,4]},{'type':'lstm','units':3}]
          images    | [{'type':'conv2d','filters':3,'kernel':2,'activation':'tanh'},{'type':'reshape','shape':[15,6]},{'type':'simple_rnn','units':3}]
          images    | [{'type':'conv2d','filters':4,'kernel':2,'activation':'tanh'},{'type':'flatten'},{'type':'reshape','shape':[4,6,5]},{'type':'conv2d','filters':2,'kernel':2,'activation':'tanh'}]
          images    | [{'type':'reshape','shape':[12,7]},{'type':'lstm','units':3}]
          table     | [{'type':'reshape','shape':[6,4]},{'type':'lstm','units':3}]
          table     | [{'type':'reshape','shape':[4,3,2]},{'type':'conv2d','filters':3,'kernel':2,'activation':'tanh'}]
          table     | [{'type':'dense','units':8,'activation':'tanh'},{'type':'reshape','shape':[4,2]},{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          table     | [{'type':'dense','units':12,'activation':'tanh'},{'type':'reshape','shape':[2,3,2]},{'type':'conv2d','filters':3,'kernel':2,'activation':'tanh'}]
          windows   | [{'type':'flatten'},{'type':'dense','units':3,'activation':'tanh'}]
          windows   | [{'type':'dense','units':3,'activation':'tanh'},{'type':'flatten'}]
          windows   | [{'type':'lstm','units':3,'return_sequences':true},{'type':'reshape','shape':[3,3,2]},{'type':'conv2d','filters':2,'kernel':2,'activation':'tanh'}]
          windows   | [{'type':'batch_normalization'},{'type':'lstm','units':3}]
          windows   | [{'type':'dense','units':3,'activation':'tanh'},{'type':'batch_normalization'},{'type':'activation','activation':'tanh'},{'type':'lstm','units':3}]
          sequences | [{'type':'lstm','units':3}]
          sequences | [{'type':'lstm','units':3,'activation':'softsign'}]
          sequences | [{'type':'lstm','units':3,'return_sequences':true},{'type':'lstm','units':4}]
          sequences | [{'type':'lstm','units':3,'return_sequences':true},{'type':'global_pooling','pooling':'average'}]
          sequences | [{'type':'lstm','units':3,'return_sequences':true},{'type':'global_pooling','pooling':'max'}]
          sequences | [{'type':'simple_rnn','units':4}]
          sequences | [{'type':'simple_rnn','units':4,'activation':'sigmoid','return_sequences':true},{'type':'simple_rnn','units':3}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          sequences | [{'type':'bidirectional','layer':{'type':'simple_rnn','units':3}}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':3,'return_sequences':true}},{'type':'global_pooling','pooling':'max'}]
          sequences | [{'type':'bidirectional','layer':{'type':'lstm','units':2,'return_sequences':true}},{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          sequences | [{'type':'bidirectional','layer':{'type':'simple_rnn','units':2,'return_sequences':true}},{'type':'lstm','units':3}]
          sequences | [{'type':'dense','units':3,'activation':'tanh'},{'type':'dense','units':5,'activation':'sigmoid'},{'type':'lstm','units':3}]
          sequences | [{'type':'dense','units':5,'activation':'tanh'},{'type':'activation','activation':'softmax'},{'type':'global_pooling','pooling':'average'}]
          sequences | [{'type':'activation','activation':'softmax'},{'type':'activation','activation':'tanh'},{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          words     | [{'type':'embedding','units':4},{'type':'global_pooling','pooling':'average'}]
          words     | [{'type':'embedding','units':4},{'type':'lstm','units':3}]
          words     | [{'type':'embedding','units':4},{'type':'bidirectional','layer':{'type':'lstm','units':3}}]
          words     | [{'type':'embedding','units':3},{'type':'dense','units':4,'activation':'tanh'},{'type':'global_pooling','pooling':'max'}]
          """)
  void gradientsAreTheSlopesOfTheLoss(String dataset, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers);
    Batch batch = Chains.batch(chain.plan(), 3, 3, 4, 1, 3);

    check(chain, batch);
  }

  @ParameterizedTest(name = "{0}, {1} of {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pixel     | 1 | 1 | [{'type':'conv2d','filters':1,'kernel':1,'activation':'tanh'},{'type':'global_pooling'}]
          pixel     | 3 | 1 | [{'type':'conv2d','filters':2,'kernel':3,'padding':'same','activation':'tanh'},{'type':'max_pooling2d','size':1},{'type':'batch_normalization'}]
          pixel     | 2 | 1 | [{'type':'reshape','shape':[1,1]},{'type':'lstm','units':1}]
          strip     | 1 | 1 | [{'type':'conv2d','filters':1,'kernel':[1,2],'activation':'tanh'},{'type':'reshape','shape':[4,1]},{'type':'simple_rnn','units':1}]
          strip     | 2 | 1 | [{'type':'conv2d','filters':2,'kernel':[3,1],'stride':[1,4],'padding':'same','activation':'tanh'},{'type':'flatten'}]
          strip     | 2 | 1 | [{'type':'conv2d','filters':2,'kernel':1,'stride':4,'padding':'same','activation':'tanh'},{'type':'conv2d','filters':1,'kernel':2,'padding':'same','activation':'tanh'}]
          images    | 2 | 1 | [{'type':'conv2d','filters':2,'kernel':1,'stride':4,'padding':'same','activation':'tanh'}]
          images    | 2 | 1 | [{'type':'conv2d','filters':2,'kernel':[1,3],'stride':[2,1],'padding':'same','activation':'tanh'}]
          images    | 2 | 1 | [{'type':'conv2d','filters':2,'kernel':[9,8],'padding':'same','activation':'tanh'}]
          step      | 1 | 1 | [{'type':'lstm','units':1}]
          step      | 2 | 1 | [{'type':'bidirectional','layer':{'type':'lstm','units':1}}]
          step      | 3 | 1 | [{'type':'dense','units':1,'activation':'tanh'},{'type':'bidirectional','layer':{'type':'simple_rnn','units':1,'return_sequences':true}},{'type':'global_pooling','pooling':'average'}]
          step      | 2 | 1 | [{'type':'dense','units':2,'activation':'tanh'},{'type':'flatten'}]
          narrow    | 1 | 4 | [{'type':'lstm','units':1,'return_sequences':true},{'type':'dense','units':1,'activation':'tanh'},{'type':'lstm','units':1}]
          narrow    | 1 | 1 | [{'type':'bidirectional','layer':{'type':'lstm','units':1,'return_sequences':true}},{'type':'dense','units':2,'activation':'tanh'},{'type':'global_pooling'}]
          narrow    | 3 | 1 | [{'type':'dense','units':2,'activation':'tanh'},{'type':'bidirectional','layer':{'type':'lstm','units':1}}]
          narrow    | 2 | 3 | [{'type':'simple_rnn','units':1,'return_sequences':true},{'type':'activation','activation':'softmax'},{'type':'activation','activation':'tanh'},{'type':'simple_rnn','units':2}]
          word      | 1 | 1 | [{'type':'embedding','units':1},{'type':'lstm','units':1}]
          words     | 1 | 5 | [{'type':'embedding','units':1},{'type':'dense','units':1,'activation':'tanh'},{'type':'global_pooling'}]
          words     | 3 | 1 | [{'type':'embedding','units':1},{'type':'bidirectional','layer':{'type':'simple_rnn','units':1}}]
          """)
  void theSmallestShapesAreNothingSpecial(String dataset, int examples, int length, String layers) {
    Chains.Chain chain = Chains.chain(dataset, layers);

    check(chain, Chains.batch(chain.plan(), examples, 3, length), 0);
  }

  static void check(Chains.Chain chain, Batch batch) {
    check(chain, batch, 1e-6);
  }

  /**
   * @param least what some slope of each array reaches
   */
  private static void check(Chains.Chain chain, Batch batch, double least) {
    NetworkPlan plan = chain.plan();
    var network =
        new StepwiseNetwork(
            new NetworkConfigurationBuilder(chain.spec(), DataType.DOUBLE).build(plan), plan);
    network.start();
    List<ParameterSegment> segments = ParameterLayout.segments(network);
    InitialWeights.fill(network.parameters(), segments, plan);
    BatchArrays.Native data = inDouble(plan, batch);

    network.computeGradients(data);
    INDArray gradients = network.gradients().dup();
    for (ParameterSegment segment : segments) {
      if (segment.gradient()) {
        double most = check(network, data, segment, gradients);
        assertThat(most).as("largest slope of %s", segment).isGreaterThanOrEqualTo(least);
      }
    }
    network.close();
  }

  private static double check(
      StepwiseNetwork network,
      BatchArrays.Native data,
      ParameterSegment segment,
      INDArray gradients) {
    INDArray parameters = network.parameters();
    double most = 0;
    int stride = Math.max(1, segment.length() / NUMBERS_A_SEGMENT);
    for (int i = segment.offset(); i < segment.offset() + segment.length(); i += stride) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + STEP);
      double above = loss(network, data);
      parameters.putScalar(i, value - STEP);
      double below = loss(network, data);
      parameters.putScalar(i, value);
      double slope = gradients.getDouble(i) / data.labels().size(0);
      most = Math.max(most, Math.abs(slope));
      assertThat(slope)
          .as("%s, number %d", segment, i - segment.offset())
          .isCloseTo((above - below) / (2 * STEP), within(1e-8));
    }
    return most;
  }

  /** Forward alone, as training does it. */
  private static double loss(StepwiseNetwork network, BatchArrays.Native data) {
    return network.score(new DataSet(data.features(), data.labels(), data.mask(), null), true);
  }

  private static BatchArrays.Native inDouble(NetworkPlan plan, Batch batch) {
    InputLayout layout = InputLayout.of(plan.input());
    float[] values = new float[batch.features().length];
    layout.lay(batch, values);
    double[] counts = new double[batch.size() * batch.positions()];
    for (int i = 0; i < counts.length && batch.isPadded(); i++) {
      counts[i] = i % batch.positions() < batch.lengths()[i / batch.positions()] ? 1 : 0;
    }
    return new BatchArrays.Native(
        Nd4j.createFromArray(doubles(values)).reshape(layout.order(), layout.shape(batch)),
        Nd4j.createFromArray(doubles(batch.labels())).reshape(batch.size(), batch.labelWidth()),
        null,
        batch.isPadded()
            ? Nd4j.createFromArray(counts).reshape(batch.size(), batch.positions())
            : null);
  }

  private static double[] doubles(float[] numbers) {
    double[] doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }
}
