package dev.evenkeel.training.onnx;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/** A vector for each code, int64 [B, T]. */
final class OnnxEmbedding implements OnnxLayer<LayerSpec.Embedding> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.Embedding> layer, Flow in, OnnxContext to) {
    int units = layer.spec().units();
    float[] vectors = layer.parameters().byInput("W", units);
    String table = to.graph().floats(vectors, vectors.length / units, units);
    return new Flow(
        to.graph().node("Gather", List.of(table, in.value()), OnnxGraph.integer("axis", 0)),
        layer.out());
  }
}
