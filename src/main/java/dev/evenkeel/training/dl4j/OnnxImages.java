package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TensorShape;
import dev.evenkeel.training.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution and pooling over images as an exported graph computes them. */
final class OnnxImages {

  private final OnnxGraph graph;
  private final OnnxShapes shapes;

  OnnxImages(OnnxGraph graph, OnnxShapes shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /** Without its activation. */
  Flow convolved(
      LayerSpec.Conv2d layer, Map<String, INDArray> parameters, Flow in, TensorShape out) {
    INDArray weights = parameters.get("W");
    String value =
        graph.node(
            "Conv",
            List.of(
                shapes.channelsFirst(in).value(),
                graph.floats(OnnxExporter.rowByRow(weights), weights.shape()),
                graph.floats(OnnxExporter.rowByRow(parameters.get("b")), layer.filters())),
            sides("kernel_shape", layer.kernel()),
            sides("strides", layer.stride()),
            OnnxGraph.integers("pads", pads(layer, (Image) in.shape(), (Image) out)));
    return new Flow(value, out, true);
  }

  Flow maxPooled(LayerSpec.MaxPooling2d layer, Flow in, TensorShape out) {
    return pooled("MaxPool", layer.size(), layer.stride(), shapes.channelsFirst(in).value(), out);
  }

  Flow averagePooled(LayerSpec.AveragePooling2d layer, Flow in, TensorShape out) {
    return pooled(
        "AveragePool", layer.size(), layer.stride(), shapes.channelsFirst(in).value(), out);
  }

  private Flow pooled(String operator, Size2d size, Size2d stride, String value, TensorShape out) {
    return new Flow(
        graph.node(operator, List.of(value), sides("kernel_shape", size), sides("strides", stride)),
        out,
        true);
  }

  private static AttributeProto sides(String name, Size2d size) {
    return OnnxGraph.integers(name, size.height(), size.width());
  }

  /** Zeros above, left, below, right; an odd one goes below or to the right. */
  private static long[] pads(LayerSpec.Conv2d layer, Image in, Image out) {
    if (layer.padding() == LayerSpec.Padding.VALID) {
      return new long[] {0, 0, 0, 0};
    }
    int rows = padding(in.height(), out.height(), layer.kernel().height(), layer.stride().height());
    int columns =
        padding(in.columns(), out.columns(), layer.kernel().width(), layer.stride().width());
    return new long[] {rows / 2, columns / 2, rows - rows / 2, columns - columns / 2};
  }

  private static int padding(int in, int out, int kernel, int stride) {
    return Math.max(0, (out - 1) * stride + kernel - in);
  }
}
