package dev.evenkeel.training.onnx;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;

/**
 * Pooling over windows of steps.
 *
 * @param operator as ONNX calls it
 */
record OnnxPooling1d<L extends LayerSpec.Pooling1d>(String operator) implements OnnxLayer<L> {

  @Override
  public Flow append(TrainedLayer<L> layer, Flow in, OnnxContext to) {
    int size = layer.spec().size();
    OnnxWindows windows = new OnnxWindows(size, layer.spec().stride());
    String value =
        to.graph()
            .node(
                operator,
                List.of(windows.featuresFirst(in, to)),
                OnnxGraph.integers("kernel_shape", size),
                OnnxGraph.integers("strides", layer.spec().stride()));
    return windows.left(value, layer.out(), to);
  }
}
