package dev.evenkeel.training.onnx;

import dev.evenkeel.training.spec.LayerSpec;

/** How layers of one kind are written into a graph. Stateless. */
interface OnnxLayer<L extends LayerSpec> {

  /**
   * @param in what the layer gets
   * @return what leaves it
   */
  Flow append(TrainedLayer<L> layer, Flow in, OnnxContext to);
}
