package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.List;
import java.util.function.Function;

/**
 * Pooling over patches of images.
 *
 * @param operator as ONNX calls it
 */
record OnnxPooling2d<L extends LayerSpec>(
    String operator, Function<L, Size2d> size, Function<L, Size2d> stride) implements OnnxLayer<L> {

  @Override
  public Flow append(TrainedLayer<L> layer, Flow in, OnnxContext to) {
    String value =
        to.graph()
            .node(
                operator,
                List.of(to.shapes().channelsFirst(in).value()),
                sides("kernel_shape", size.apply(layer.spec())),
                sides("strides", stride.apply(layer.spec())));
    return new Flow(value, layer.out(), true);
  }

  static AttributeProto sides(String name, Size2d size) {
    return OnnxGraph.integers(name, size.height(), size.width());
  }
}
