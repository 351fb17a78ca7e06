package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;

@NativeTest
class ParameterLayoutTest {

  private static MultiLayerNetwork network(InputType input, Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    var network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  private static ParameterSegment segment(MultiLayerNetwork network, int layer, String name) {
    return ParameterLayout.segments(network).stream()
        .filter(s -> s.layer() == layer && s.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static float[] unit(MultiLayerNetwork network, ParameterSegment segment, int unit) {
    int length = segment.length() / segment.units();
    long from = segment.offset() + (long) unit * length;
    INDArray flat = network.params().reshape(network.numParams());
    return flat.get(NDArrayIndex.interval(from, from + length)).dup().toFloatVector();
  }

  @Test
  void aFiltersWeightsLieSideBySide() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(6, 6, 2),
            new ConvolutionLayer.Builder(3, 2).nOut(4).build(),
            new OutputLayer.Builder().nOut(2).build());
    INDArray filters = network.getLayer(0).getParam("W");

    ParameterSegment segment = segment(network, 0, "W");

    assertThat(segment.units()).isEqualTo(4);
    for (int filter = 0; filter < 4; filter++) {
      float[] expected = filters.slice(filter).dup('c').reshape(12).toFloatVector();
      assertThat(unit(network, segment, filter)).isEqualTo(expected);
    }
  }

  @Test
  void aDenseUnitsWeightsLieSideBySide() {
    MultiLayerNetwork network =
        network(InputType.feedForward(3), new OutputLayer.Builder().nOut(5).build());
    INDArray weights = network.getLayer(0).getParam("W");

    ParameterSegment segment = segment(network, 0, "W");

    assertThat(segment.units()).isEqualTo(5);
    for (int unit = 0; unit < 5; unit++) {
      assertThat(unit(network, segment, unit)).isEqualTo(weights.getColumn(unit).toFloatVector());
    }
  }

  @Test
  void aRecurrentUnitHasWeightsForEachGate() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3),
            new LSTM.Builder().nOut(4).build(),
            new RnnOutputLayer.Builder().nOut(2).build());

    assertThat(segment(network, 0, "W").units()).isEqualTo(16);
    ParameterSegment recurrent = segment(network, 0, "RW");
    assertThat(recurrent.units()).isEqualTo(16);
    for (int unit = 0; unit < 16; unit++) {
      assertThat(unit(network, recurrent, unit))
          .isEqualTo(network.getLayer(0).getParam("RW").getColumn(unit).toFloatVector());
    }
  }

  @Test
  void aVectorIsOneUnit() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(3),
            new BatchNormalization.Builder().build(),
            new OutputLayer.Builder().nOut(5).build());

    assertThat(segment(network, 1, "b").units()).isEqualTo(1);
    assertThat(segment(network, 0, "gamma").units()).isEqualTo(1);
  }

  @Test
  void eachSegmentKnowsItsPenalty() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(3),
            new OutputLayer.Builder()
                .nOut(5)
                .regularization(List.of(new L1Regularization(0.1), new L2Regularization(0.2)))
                .regularizationBias(List.of())
                .build());

    assertThat(segment(network, 0, "W").penalty()).isEqualTo(new Penalty(0.1, 0.2));
    assertThat(segment(network, 0, "b").penalty()).isEqualTo(Penalty.NONE);
  }
}
