package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TensorShape;
import dev.evenkeel.training.TensorShape.Sequence;
import dev.evenkeel.training.TensorShape.Vector;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers that weigh each position by itself, as an exported graph computes them. */
final class OnnxWeights {

  private final OnnxGraph graph;
  private final OnnxShapes shapes;

  OnnxWeights(OnnxGraph graph, OnnxShapes shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /** x W + b of a vector, of each step, or of a whole image; without an activation. */
  Flow affine(Map<String, INDArray> parameters, Flow in, TensorShape out) {
    INDArray weights = parameters.get("W");
    String matrix = graph.floats(OnnxExporter.rowByRow(weights), weights.size(0), weights.size(1));
    String bias = vector(parameters.get("b"));
    if (in.shape() instanceof Sequence) {
      String products = graph.node("MatMul", List.of(in.value(), matrix));
      return new Flow(graph.node("Add", List.of(products, bias)), out);
    }
    String rows = in.isImage() ? shapes.flattenedByChannel(in).value() : in.value();
    return new Flow(graph.node("Gemm", List.of(rows, matrix, bias)), out);
  }

  /** A vector for each code, int64 [B, T]. */
  Flow lookedUp(Map<String, INDArray> parameters, Flow in, TensorShape out) {
    INDArray vectors = parameters.get("W");
    String table = graph.floats(OnnxExporter.rowByRow(vectors), vectors.size(0), vectors.size(1));
    return new Flow(
        graph.node("Gather", List.of(table, in.value()), OnnxGraph.integer("axis", 0)), out);
  }

  Flow normalized(Map<String, INDArray> parameters, double epsilon, Flow in) {
    if (in.channelsFirst() || in.shape() instanceof Vector) {
      return in.mapped(
          graph.node(
              "BatchNormalization",
              List.of(
                  in.value(),
                  vector(parameters.get("gamma")),
                  vector(parameters.get("beta")),
                  vector(parameters.get("mean")),
                  vector(parameters.get("var"))),
              OnnxGraph.real("epsilon", epsilon)));
    }
    return in.mapped(normalizedLast(parameters, epsilon, in.value()));
  }

  /** Features in the last place: the operator knows the second alone. */
  private String normalizedLast(Map<String, INDArray> parameters, double epsilon, String value) {
    float[] gamma = OnnxExporter.rowByRow(parameters.get("gamma"));
    float[] beta = OnnxExporter.rowByRow(parameters.get("beta"));
    float[] mean = OnnxExporter.rowByRow(parameters.get("mean"));
    float[] variance = OnnxExporter.rowByRow(parameters.get("var"));
    float[] scale = new float[gamma.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = (float) (gamma[i] / Math.sqrt(variance[i] + epsilon));
    }
    String centred = graph.node("Sub", List.of(value, graph.floats(mean, mean.length)));
    String scaled = graph.node("Mul", List.of(centred, graph.floats(scale, scale.length)));
    return graph.node("Add", List.of(scaled, graph.floats(beta, beta.length)));
  }

  private String vector(INDArray array) {
    return graph.floats(OnnxExporter.rowByRow(array), array.length());
  }
}
