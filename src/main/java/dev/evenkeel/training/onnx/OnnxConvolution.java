package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.List;

/** Convolutions over images. */
final class OnnxConvolution implements OnnxLayer<LayerSpec.Conv2d> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.Conv2d> layer, Flow in, OnnxContext to) {
    LayerSpec.Conv2d spec = layer.spec();
    OnnxGraph graph = to.graph();
    Size2d kernel = spec.kernel();
    String image = to.shapes().channelsFirst(in).value();
    String weights =
        graph.floats(
            layer.parameters().byUnit("W"),
            spec.filters(),
            in.shape().width(),
            kernel.height(),
            kernel.width());
    String value =
        graph.node(
            "Conv",
            List.of(image, weights, graph.vector(layer.parameters().byUnit("b"))),
            OnnxPooling2d.sides("kernel_shape", kernel),
            OnnxPooling2d.sides("strides", spec.stride()),
            pads(spec, (Image) in.shape(), (Image) layer.out()));
    return to.activations().apply(spec.activation(), new Flow(value, layer.out(), true));
  }

  /** Zeros above, left, below, right; an odd one goes below or to the right. */
  static AttributeProto pads(LayerSpec.Convolution2d layer, Image in, Image out) {
    boolean pads = layer.padding() == LayerSpec.Padding.SAME;
    int rows = pads ? Math.max(0, layer.paddingRows(in.height(), out.height())) : 0;
    int columns = pads ? Math.max(0, layer.paddingColumns(in.columns(), out.columns())) : 0;
    return OnnxGraph.integers(
        "pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }
}
