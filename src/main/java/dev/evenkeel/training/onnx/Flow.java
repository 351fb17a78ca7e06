package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Image;

/**
 * A value on its way through an exported graph.
 *
 * @param value its name in the graph
 * @param shape of one example
 * @param channelsFirst whether an image lies there as [B, channels, height, width], as convolutions
 *     want it; all else, and every sequence, has its features last
 */
record Flow(String value, TensorShape shape, boolean channelsFirst) {

  Flow(String value, TensorShape shape) {
    this(value, shape, false);
  }

  /** The axis of features or channels. */
  int featureAxis() {
    return channelsFirst ? 1 : -1;
  }

  /** What a function of each number alone has made of it. */
  Flow mapped(String other) {
    return new Flow(other, shape, channelsFirst);
  }

  boolean isImage() {
    return shape instanceof Image;
  }
}
