package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/** Batch normalization by the running statistics. */
final class OnnxNormalization implements OnnxLayer<LayerSpec.BatchNormalization> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.BatchNormalization> layer, Flow in, OnnxContext to) {
    boolean featuresSecond = in.channelsFirst() || in.shape() instanceof Vector;
    return in.mapped(
        featuresSecond
            ? normalized(layer, in.value(), to.graph())
            : normalizedLast(layer, in.value(), to.graph()));
  }

  private static String normalized(
      TrainedLayer<LayerSpec.BatchNormalization> layer, String value, OnnxGraph graph) {
    LayerParameters parameters = layer.parameters();
    return graph.node(
        "BatchNormalization",
        List.of(
            value,
            graph.vector(parameters.byUnit("gamma")),
            graph.vector(parameters.byUnit("beta")),
            graph.vector(parameters.byUnit("mean")),
            graph.vector(parameters.byUnit("var"))),
        OnnxGraph.real("epsilon", layer.spec().epsilon()));
  }

  /** Features in the last place: the operator knows the second alone. */
  private static String normalizedLast(
      TrainedLayer<LayerSpec.BatchNormalization> layer, String value, OnnxGraph graph) {
    LayerParameters parameters = layer.parameters();
    float[] gamma = parameters.byUnit("gamma");
    float[] variance = parameters.byUnit("var");
    float[] scale = new float[gamma.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) (gamma[i] / Math.sqrt(variance[i] + layer.spec().epsilon()));
    }
    String mean = graph.vector(parameters.byUnit("mean"));
    String centred = graph.node("Sub", List.of(value, mean));
    String scaled = graph.node("Mul", List.of(centred, graph.vector(scale)));
    return graph.node("Add", List.of(scaled, graph.vector(parameters.byUnit("beta"))));
  }
}
