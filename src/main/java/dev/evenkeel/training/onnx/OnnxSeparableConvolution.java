package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.List;

/** A convolution of each channel alone, then one of single pixels. */
final class OnnxSeparableConvolution implements OnnxLayer<LayerSpec.SeparableConv2d> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.SeparableConv2d> layer, Flow in, OnnxContext to) {
    LayerSpec.SeparableConv2d spec = layer.spec();
    OnnxGraph graph = to.graph();
    Size2d kernel = spec.kernel();
    int channels = in.shape().width();
    String kernels =
        graph.floats(layer.parameters().byUnit("W"), channels, 1, kernel.height(), kernel.width());
    String alone =
        graph.node(
            "Conv",
            List.of(to.shapes().channelsFirst(in).value(), kernels),
            OnnxGraph.integer("group", channels),
            OnnxPooling2d.sides("kernel_shape", kernel),
            OnnxPooling2d.sides("strides", spec.stride()),
            OnnxConvolution.pads(spec, (Image) in.shape(), (Image) layer.out()));
    String mixing = graph.floats(layer.parameters().byUnit("pW"), spec.filters(), channels, 1, 1);
    String value =
        graph.node("Conv", List.of(alone, mixing, graph.vector(layer.parameters().byUnit("b"))));
    return to.activations().apply(spec.activation(), new Flow(value, layer.out(), true));
  }
}
