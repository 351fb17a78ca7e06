package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.evenkeel.training.network.LstmGate;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Recurrent layers of one kind, in one direction or both.
 *
 * @param operator as ONNX calls it
 * @param blocks which block of a unit's gates stands in the place of each of ONNX's
 * @param functions ONNX's names of the gates' functions, given that of the layer's own
 */
record OnnxRecurrence<L extends LayerSpec.Recurrent>(
    String operator, List<Integer> blocks, Functions functions) implements OnnxLayer<L> {

  /** The functions of a layer's gates. */
  interface Functions {

    List<String> of(String own);
  }

  /** ONNX's order is input, output, forget, candidate. */
  static OnnxRecurrence<LayerSpec.Lstm> lstm() {
    return new OnnxRecurrence<>(
        "LSTM",
        List.of(
            LstmGate.INPUT.ordinal(),
            LstmGate.OUTPUT.ordinal(),
            LstmGate.FORGET.ordinal(),
            LstmGate.CANDIDATE.ordinal()),
        own -> List.of("Sigmoid", own, own));
  }

  static OnnxRecurrence<LayerSpec.SimpleRnn> simple() {
    return new OnnxRecurrence<>("RNN", List.of(0), List::of);
  }

  @Override
  public Flow append(TrainedLayer<L> layer, Flow in, OnnxContext to) {
    return append(layer, List.of(""), in, to);
  }

  /** Both directions of the layer inside. */
  static Flow both(TrainedLayer<LayerSpec.Bidirectional> layer, Flow in, OnnxContext to) {
    LayerSpec.Recurrent inner = layer.spec().layer();
    return OnnxLayers.recurrence(inner)
        .append(
            new TrainedLayer<>(inner, layer.plan(), layer.parameters()), List.of("f", "b"), in, to);
  }

  /**
   * @param directions what stands in front of the names of each one's parameters
   */
  private Flow append(
      TrainedLayer<? extends LayerSpec.Recurrent> layer,
      List<String> directions,
      Flow in,
      OnnxContext to) {
    OnnxGraph graph = to.graph();
    OnnxShapes shapes = to.shapes();
    boolean last = layer.out() instanceof Vector;
    Weights weights = new Weights(layer, directions);
    String states =
        graph.node(
            operator,
            last ? 1 : 0,
            List.of(
                shapes.transposed(in.value(), 1, 0, 2),
                weights.matrix("W", graph),
                weights.matrix("RW", graph),
                weights.biases(graph),
                to.steps().forRecurrence()),
            attributes(layer.spec(), directions.size()));
    // [directions, B, H] of the last states, [T, directions, B, H] of all.
    return last
        ? new Flow(shapes.sized(shapes.transposed(states, 1, 0, 2), 0, -1), layer.out())
        : new Flow(shapes.sized(shapes.transposed(states, 2, 0, 1, 3), 0, 0, -1), layer.out());
  }

  private AttributeProto[] attributes(LayerSpec.Recurrent layer, int directions) {
    String own = OnnxActivations.ofRecurrence(layer.activation());
    List<String> all = new ArrayList<>();
    for (int direction = 0; direction < directions; direction++) {
      all.addAll(functions.of(own));
    }
    List<AttributeProto> attributes = new ArrayList<>();
    attributes.add(OnnxGraph.integer("hidden_size", layer.units()));
    attributes.add(OnnxGraph.text("direction", directions == 2 ? "bidirectional" : "forward"));
    attributes.add(OnnxGraph.texts("activations", all));
    if (layer.activation() == Activation.HARD_SIGMOID) {
      // The runtime's RNN knows no default for them.
      int count = Collections.frequency(all, own);
      attributes.add(OnnxGraph.reals("activation_alpha", Collections.nCopies(count, 0.2f)));
      attributes.add(OnnxGraph.reals("activation_beta", Collections.nCopies(count, 0.5f)));
    }
    return attributes.toArray(AttributeProto[]::new);
  }

  /** The weights of all directions, their gates in ONNX's order. */
  private final class Weights {

    private final LayerParameters parameters;
    private final List<String> directions;
    private final int units;

    Weights(TrainedLayer<? extends LayerSpec.Recurrent> layer, List<String> directions) {
      this.parameters = layer.parameters();
      this.directions = directions;
      this.units = layer.spec().units();
    }

    /** [directions, blocks · H, inputs]. */
    String matrix(String name, OnnxGraph graph) {
      int rows = blocks.size() * units;
      float[] all = together(name, 1);
      int inputs = all.length / directions.size() / rows;
      return graph.floats(all, directions.size(), rows, inputs);
    }

    /** [directions, 2 · blocks · H]: there is one bias, not two. */
    String biases(OnnxGraph graph) {
      return graph.floats(together("b", 2), directions.size(), 2L * blocks.size() * units);
    }

    /**
     * @param room how many times as many numbers a direction has place for
     */
    private float[] together(String name, int room) {
      List<float[]> each =
          directions.stream().map(prefix -> parameters.byUnit(prefix + name)).toList();
      int length = each.get(0).length;
      int block = length / blocks.size();
      float[] all = new float[directions.size() * room * length];
      for (int direction = 0; direction < each.size(); direction++) {
        for (int place = 0; place < blocks.size(); place++) {
          int to = direction * room * length + place * block;
          System.arraycopy(each.get(direction), blocks.get(place) * block, all, to, block);
        }
      }
      return all;
    }
  }
}
