package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/** Fully connected layers, the output layer among them. */
final class OnnxDense implements OnnxLayer<LayerSpec.Dense> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.Dense> layer, Flow in, OnnxContext to) {
    return to.activations()
        .apply(layer.spec().activation(), affine(layer.parameters(), in, layer.out(), to));
  }

  /** x W + b of a vector, of each step, or of a whole image; without an activation. */
  static Flow affine(LayerParameters parameters, Flow in, TensorShape out, OnnxContext to) {
    OnnxGraph graph = to.graph();
    int units = out.width();
    float[] weights = parameters.byInput("W", units);
    String matrix = graph.floats(weights, weights.length / units, units);
    String bias = graph.vector(parameters.byUnit("b"));
    if (in.shape() instanceof Sequence) {
      String products = graph.node("MatMul", List.of(in.value(), matrix));
      return new Flow(graph.node("Add", List.of(products, bias)), out);
    }
    String rows = in.isImage() ? to.shapes().flattenedByChannel(in).value() : in.value();
    return new Flow(graph.node("Gemm", List.of(rows, matrix, bias)), out);
  }
}
