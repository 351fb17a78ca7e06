package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/** Convolutions over the steps of sequences. */
final class OnnxConv1d implements OnnxLayer<LayerSpec.Conv1d> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.Conv1d> layer, Flow in, OnnxContext to) {
    LayerSpec.Conv1d spec = layer.spec();
    OnnxGraph graph = to.graph();
    String weights =
        to.shapes()
            .transposed(
                graph.floats(
                    layer.parameters().byUnit("W"),
                    spec.kernel(),
                    in.shape().width(),
                    spec.filters()),
                2,
                1,
                0);
    int padding = padding(spec, (Sequence) layer.plan().in(), (Sequence) layer.out());
    int front = spec.padding() == LayerSpec.StepPadding.CAUSAL ? padding : padding / 2;
    boolean fits = spec.padding() == LayerSpec.StepPadding.VALID;
    OnnxWindows windows = new OnnxWindows(fits ? spec.kernel() : 1, spec.stride());
    String value =
        graph.node(
            "Conv",
            List.of(
                windows.featuresFirst(in, to),
                weights,
                graph.vector(layer.parameters().byUnit("b"))),
            OnnxGraph.integers("kernel_shape", spec.kernel()),
            OnnxGraph.integers("strides", spec.stride()),
            OnnxGraph.integers("pads", front, padding - front));
    return to.activations().apply(spec.activation(), windows.left(value, layer.out(), to));
  }

  /** Zeros at both ends together. */
  private static int padding(LayerSpec.Conv1d layer, Sequence in, Sequence out) {
    return switch (layer.padding()) {
      case VALID -> 0;
      case CAUSAL -> layer.kernel() - 1;
      case SAME -> Math.max(0, (out.steps() - 1) * layer.stride() + layer.kernel() - in.steps());
    };
  }
}
