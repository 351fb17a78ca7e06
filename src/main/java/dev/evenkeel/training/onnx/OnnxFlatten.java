package dev.evenkeel.training.onnx;

import dev.evenkeel.training.spec.LayerSpec;

/** All numbers in a row, in the order in which the weights behind them count. */
final class OnnxFlatten implements OnnxLayer<LayerSpec.Flatten> {

  @Override
  public Flow append(TrainedLayer<LayerSpec.Flatten> layer, Flow in, OnnxContext to) {
    return to.plan().flattensByChannel(layer.plan())
        ? to.shapes().flattenedByChannel(in)
        : to.shapes().reshaped(in, layer.out());
  }
}
