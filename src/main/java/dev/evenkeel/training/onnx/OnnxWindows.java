package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape;
import java.util.List;

/**
 * Windows that go over the steps of sequences, behind whose ends zeros stand.
 *
 * @param size steps that a sequence is filled up to where it is shorter; 1 where windows bring
 *     zeros of their own
 */
record OnnxWindows(int size, int stride) {

  /** The steps as [B, features, T]. */
  String featuresFirst(Flow in, OnnxContext to) {
    OnnxGraph graph = to.graph();
    String counting = to.steps().chosen(in.value(), graph.vector(0));
    String turned = to.shapes().transposed(counting, 0, 2, 1);
    // Windows that begin behind an end don't count, so that there may be too many of them.
    return to.steps().differ() && size > 1
        ? graph.node("Pad", List.of(turned, graph.longs(0, 0, 0, 0, 0, size - 1L)))
        : turned;
  }

  /** What they leave, [B, steps, features] again; from here on sequences are as long. */
  Flow left(String value, TensorShape out, OnnxContext to) {
    String turned = to.shapes().transposed(value, 0, 2, 1);
    to.follow(to.steps().after(turned, size, stride));
    return new Flow(turned, out);
  }
}
