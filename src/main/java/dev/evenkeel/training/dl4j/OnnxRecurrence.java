package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TensorShape;
import dev.evenkeel.training.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Recurrent layers as an exported graph computes them: LSTM and RNN, in one direction or both.
 *
 * <p>Deeplearning4j keeps the columns of an LSTM's gates in the order candidate, forget, output,
 * input; ONNX wants rows in the order input, output, forget, candidate.
 */
final class OnnxRecurrence {

  /** Deeplearning4j's block for each of ONNX's. */
  private static final int[] LSTM_BLOCKS = {3, 2, 1, 0};

  private static final int[] ONE_BLOCK = {0};

  private final OnnxGraph graph;
  private final OnnxShapes shapes;
  private final OnnxSteps steps;

  OnnxRecurrence(OnnxGraph graph, OnnxShapes shapes, OnnxSteps steps) {
    this.graph = graph;
    this.shapes = shapes;
    this.steps = steps;
  }

  /** The weights of one direction. */
  record Direction(INDArray input, INDArray recurrent, INDArray bias) {

    /**
     * @param prefix empty, or which of a bidirectional layer's halves
     */
    static Direction of(Map<String, INDArray> parameters, String prefix) {
      return new Direction(
          parameters.get(prefix + "W"),
          parameters.get(prefix + "RW"),
          parameters.get(prefix + "b"));
    }
  }

  Flow apply(LayerSpec.Recurrent layer, List<Direction> directions, Flow in, TensorShape out) {
    boolean last = out instanceof Vector;
    String states =
        graph.node(
            layer instanceof LayerSpec.Lstm ? "LSTM" : "RNN",
            last ? 1 : 0,
            List.of(
                shapes.transposed(in.value(), 1, 0, 2),
                weights(layer, directions, true),
                weights(layer, directions, false),
                biases(layer, directions),
                steps.forRecurrence()),
            attributes(layer, directions.size()));
    // [directions, B, H] of the last states, [T, directions, B, H] of all.
    return last
        ? new Flow(sideBySide(shapes.transposed(states, 1, 0, 2), 0, -1), out)
        : new Flow(sideBySide(shapes.transposed(states, 2, 0, 1, 3), 0, 0, -1), out);
  }

  private String sideBySide(String value, long... sizes) {
    return graph.node("Reshape", List.of(value, graph.longs(sizes)));
  }

  private static AttributeProto[] attributes(LayerSpec.Recurrent layer, int directions) {
    String function = OnnxActivations.ofRecurrence(layer.activation());
    List<String> functions =
        layer instanceof LayerSpec.Lstm
            ? List.of("Sigmoid", function, function)
            : List.of(function);
    List<String> all = new ArrayList<>();
    for (int direction = 0; direction < directions; direction++) {
      all.addAll(functions);
    }
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(OnnxGraph.integer("hidden_size", layer.units()));
    attributes.add(OnnxGraph.text("direction", directions == 2 ? "bidirectional" : "forward"));
    attributes.add(OnnxGraph.texts("activations", all));
    if (layer.activation() == Activation.HARD_SIGMOID) {
      // The runtime's RNN knows no default for them.
      int count = Collections.frequency(all, function);
      attributes.add(OnnxGraph.reals("activation_alpha", Collections.nCopies(count, 0.2f)));
      attributes.add(OnnxGraph.reals("activation_beta", Collections.nCopies(count, 0.5f)));
    }
    return attributes.toArray(AttributeProto[]::new);
  }

  private static int[] blocks(LayerSpec.Recurrent layer) {
    return layer instanceof LayerSpec.Lstm ? LSTM_BLOCKS : ONE_BLOCK;
  }

  /** [inputs, blocks · H] of each direction as [directions, blocks · H, inputs]. */
  private String weights(LayerSpec.Recurrent layer, List<Direction> directions, boolean ofInput) {
    int units = layer.units();
    int[] blocks = blocks(layer);
    int rows = blocks.length * units;
    int inputs = Math.toIntExact(ofInput ? directions.get(0).input().size(0) : units);
    float[] turned = new float[directions.size() * rows * inputs];
    for (int d = 0; d < directions.size(); d++) {
      INDArray array = ofInput ? directions.get(d).input() : directions.get(d).recurrent();
      float[] columns = OnnxExporter.rowByRow(array);
      for (int row = 0; row < rows; row++) {
        int column = blocks[row / units] * units + row % units;
        for (int input = 0; input < inputs; input++) {
          turned[(d * rows + row) * inputs + input] = columns[input * rows + column];
        }
      }
    }
    return graph.floats(turned, directions.size(), rows, inputs);
  }

  /** [blocks · H] of each direction as [directions, 2 · blocks · H]: there is one bias, not two. */
  private String biases(LayerSpec.Recurrent layer, List<Direction> directions) {
    int units = layer.units();
    int[] blocks = blocks(layer);
    int rows = blocks.length * units;
    float[] turned = new float[directions.size() * 2 * rows];
    for (int d = 0; d < directions.size(); d++) {
      float[] bias = OnnxExporter.rowByRow(directions.get(d).bias());
      for (int block = 0; block < blocks.length; block++) {
        System.arraycopy(bias, blocks[block] * units, turned, d * 2 * rows + block * units, units);
      }
    }
    return graph.floats(turned, directions.size(), 2L * rows);
  }
}
