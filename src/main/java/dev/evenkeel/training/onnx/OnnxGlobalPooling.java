package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.LayerSpec.Pooling;
import java.util.List;

/** Pooling over all pixels, or over all steps that count. */
final class OnnxGlobalPooling implements OnnxLayer<LayerSpec.GlobalPooling> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.GlobalPooling> layer, Flow in, OnnxContext to) {
    Pooling pooling = layer.spec().pooling();
    return new Flow(pooled(pooling, in, to), new Vector(in.shape().width()));
  }

  private static String pooled(Pooling pooling, Flow in, OnnxContext to) {
    OnnxGraph graph = to.graph();
    if (in.isImage()) {
      long first = in.channelsFirst() ? 2 : 1;
      return reduced(pooling, in.value(), graph, first, first + 1);
    }
    if (!to.steps().differ()) {
      return reduced(pooling, in.value(), graph, 1);
    }
    return pooling == Pooling.MAX ? largest(in.value(), to) : mean(in.value(), to);
  }

  private static String reduced(Pooling pooling, String value, OnnxGraph graph, long... axes) {
    return graph.node(
        pooling == Pooling.MAX ? "ReduceMax" : "ReduceMean",
        List.of(value),
        OnnxGraph.integers("axes", axes),
        dropped());
  }

  private static String largest(String value, OnnxContext to) {
    String nothing = to.graph().vector(Float.NEGATIVE_INFINITY);
    return reduced(Pooling.MAX, to.steps().chosen(value, nothing), to.graph(), 1);
  }

  private static String mean(String value, OnnxContext to) {
    OnnxGraph graph = to.graph();
    String counting = to.steps().chosen(value, graph.vector(0));
    String sum = graph.node("ReduceSum", List.of(counting, graph.longs(1)), dropped());
    return graph.node("Div", List.of(sum, to.steps().counts()));
  }

  private static AttributeProto dropped() {
    return OnnxGraph.integer("keepdims", 0);
  }
}
