package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec.Pooling;
import java.util.List;
import onnx.Onnx.AttributeProto;

/** Pooling over all pixels or all steps that count, as an exported graph computes it. */
final class OnnxPooling {

  private final OnnxGraph graph;
  private final OnnxSteps steps;

  OnnxPooling(OnnxGraph graph, OnnxSteps steps) {
    this.graph = graph;
    this.steps = steps;
  }

  Flow pooled(Pooling pooling, Flow in) {
    Vector out = new Vector(in.shape().width());
    if (in.isImage()) {
      long first = in.channelsFirst() ? 2 : 1;
      return new Flow(reduced(pooling, in.value(), first, first + 1), out);
    }
    if (!steps.differ()) {
      return new Flow(reduced(pooling, in.value(), 1), out);
    }
    return new Flow(pooling == Pooling.MAX ? largest(in.value()) : mean(in.value()), out);
  }

  private String reduced(Pooling pooling, String value, long... axes) {
    return graph.node(
        pooling == Pooling.MAX ? "ReduceMax" : "ReduceMean",
        List.of(value),
        OnnxGraph.integers("axes", axes),
        dropped());
  }

  private String largest(String value) {
    String counting = steps.chosen(value, graph.floats(new float[] {Float.NEGATIVE_INFINITY}, 1));
    return reduced(Pooling.MAX, counting, 1);
  }

  private String mean(String value) {
    String counting = steps.chosen(value, graph.floats(new float[] {0}, 1));
    String sum = graph.node("ReduceSum", List.of(counting, graph.longs(1)), dropped());
    return graph.node("Div", List.of(sum, steps.counts()));
  }

  private static AttributeProto dropped() {
    return OnnxGraph.integer("keepdims", 0);
  }
}
