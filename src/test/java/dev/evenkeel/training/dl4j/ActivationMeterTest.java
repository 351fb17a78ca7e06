package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.OptimizerSpec;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Shares against those counted by hand, and that taking them changes nothing. */
@NativeTest
class ActivationMeterTest {

  /** Three units of two examples: the second is dead, the third once zero. */
  private static final float[][] RECTIFIED = {{1, 0, 0}, {2, 0, 3}};

  /** Two channels of two examples, two by two pixels: the second channel is dead. */
  private static final float[] PIXELS = {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0};

  private static Layer dense(IActivation activation) {
    return new DenseLayer.Builder().nIn(3).nOut(3).activation(activation).build();
  }

  private static ActivationSample measured(Layer layer, INDArray activations) {
    ActivationMeter meter = new ActivationMeter(2);
    float[] before = activations.dup('c').data().asFloat();
    meter.measure(0, layer, activations);
    assertThat(activations.dup('c').data().asFloat()).isEqualTo(before);
    return meter.sample();
  }

  @ParameterizedTest
  @ValueSource(chars = {'c', 'f'})
  void deadUnitsOfARectifiedLayerAreCountedInEitherOrder(char order) {
    ActivationSample sample =
        measured(dense(new ActivationReLU()), Nd4j.createFromArray(RECTIFIED).dup(order));

    assertThat(sample.deadUnits()).containsExactly(1 / 3.0, Double.NaN);
    assertThat(sample.zeroFractions()).containsExactly(3 / 6.0, Double.NaN);
    assertThat(sample.saturatedUnits()).containsOnly(Double.NaN);
  }

  @Test
  void aViewWithGapsIsCountedWithoutWhatLiesBetween() {
    INDArray wide = Nd4j.createFromArray(new float[][] {{1, 0, 0, 9}, {2, 0, 3, 9}});
    INDArray view = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));

    ActivationSample sample = measured(dense(new ActivationReLU()), view);

    assertThat(sample.deadUnits()[0]).isEqualTo(0.5);
    assertThat(sample.zeroFractions()[0]).isEqualTo(0.75);
  }

  @ParameterizedTest
  @ValueSource(chars = {'c', 'f'})
  void aChannelIsDeadWhereNoPixelOfTheBatchIsAboveZero(char order) {
    Layer layer =
        new ConvolutionLayer.Builder(1, 1).nIn(1).nOut(2).activation(new ActivationReLU()).build();
    ActivationSample sample =
        measured(layer, Nd4j.createFromArray(PIXELS).reshape('c', 2, 2, 2, 2).dup(order));

    assertThat(sample.deadUnits()[0]).isEqualTo(0.5);
    assertThat(sample.zeroFractions()[0]).isEqualTo(14 / 16.0);
  }

  @Test
  void theFlatEndsOfTanhAreCountedInDenseAndRecurrentLayers() {
    INDArray flat = Nd4j.createFromArray(new float[][] {{0.995f, -0.995f, 0.98f, 0}});
    assertThat(measured(dense(new ActivationTanH()), flat).saturatedUnits()[0]).isEqualTo(0.5);

    LSTM lstm = new LSTM.Builder().nOut(2).activation(new ActivationTanH()).build();
    ActivationSample sample = measured(lstm, flat.reshape(1, 2, 2).dup('f'));
    assertThat(sample.saturatedUnits()[0]).isEqualTo(0.5);
    assertThat(sample.deadUnits()[0]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFlatEndsOfASigmoidAreCounted(boolean hard) {
    INDArray activations = Nd4j.createFromArray(new float[][] {{0.001f, 0.999f, 0.5f, 0.02f}});

    ActivationSample sample =
        measured(dense(hard ? new ActivationHardSigmoid() : new ActivationSigmoid()), activations);

    assertThat(sample.saturatedUnits()[0]).isEqualTo(0.5);
    assertThat(sample.zeroFractions()[0]).isNaN();
  }

  @Test
  void whatIsNotANumberIsNotDead() {
    INDArray activations = Nd4j.createFromArray(new float[][] {{Float.NaN, 0}, {0, 0}});
    assertThat(measured(dense(new ActivationReLU()), activations).deadUnits()[0]).isEqualTo(0.5);
  }

  @Test
  void aNetworkTellsOfItsDeadAndSaturatedLayers() {
    NetworkPlan plan =
        Networks.classifier(
            1, 2, Networks.dense(2, Activation.RELU), Networks.dense(2, Activation.TANH));
    try (var network = new Dl4jNetwork(plan, Networks.spec(OptimizerSpec.Type.SGD))) {
      NetworkSnapshot start = network.snapshot();
      float[] parameters = new float[start.parameters().length];
      // Weights (1, -1), then biases, of the first layer; of the second only its biases.
      float[] chosen = {1, -1, 0, 0, 0, 0, 0, 0, 5, 0};
      System.arraycopy(chosen, 0, parameters, 0, chosen.length);
      network.restore(
          new NetworkSnapshot(parameters, start.updaterState(), 0, start.randomState()));
      network.sampleActivations();
      network.computeGradients(
          new Batch(
              2, new float[] {1, 2}, 1, new float[] {1, 0, 0, 1}, 2, new float[0], new int[2]));

      ActivationSample sample = network.activations();
      assertThat(sample.deadUnits()).containsExactly(0.5, Double.NaN, Double.NaN);
      assertThat(sample.zeroFractions()).containsExactly(0.5, Double.NaN, Double.NaN);
      assertThat(sample.saturatedUnits()).containsExactly(Double.NaN, 0.5, Double.NaN);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table     | [{'type':'dense','units':8},{'type':'dense','units':5,'activation':'tanh'}]",
        "table     | [{'type':'dense','units':8},{'type':'dropout','rate':0.5}]",
        "table     | [{'type':'dense','units':8},{'type':'batch_normalization'},{'type':'dense','units':4}]",
        "images    | [{'type':'conv2d','filters':5,'kernel':3},{'type':'flatten'}]",
        "sequences | [{'type':'lstm','units':6}]",
      })
  void sampledOrNotTheParametersEndTheSame(String dataset, String layers) {
    assertThat(trained(Chains.chain(dataset, layers), true))
        .isEqualTo(trained(Chains.chain(dataset, layers), false));
  }

  private static float[] trained(Chains.Chain chain, boolean sampled) {
    try (var network = new Dl4jNetwork(chain.plan(), chain.spec())) {
      for (int step = 0; step < 12; step++) {
        if (sampled) {
          network.sampleActivations();
        }
        network.computeGradients(Chains.batch(chain.plan(), 6, step, 6, 3));
        network.applyUpdate(0.1);
      }
      return network.snapshot().parameters();
    }
  }
}
