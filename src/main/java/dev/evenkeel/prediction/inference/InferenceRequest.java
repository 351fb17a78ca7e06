package dev.evenkeel.prediction.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inference request of the Open Inference Protocol, as it was sent.
 *
 * @param inputs the input tensors, at least one
 * @param outputs names of the outputs that are wanted; empty for all
 */
record InferenceRequest(@Nullable String id, List<Tensor> inputs, List<String> outputs) {

  /** A tensor with its values row by row. */
  record Tensor(String name, String datatype, long[] shape, double[] data) {}
}
