package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows in an exported graph which steps of padded sequences count. Without {@code lengths} all do.
 */
final class OnnxSteps {

  private final OnnxGraph graph;
  private final @Nullable String input;
  private final @Nullable String lengths;
  private @Nullable String mask;

  /** Sequences of one length, or no sequences. */
  OnnxSteps(OnnxGraph graph) {
    this.graph = graph;
    this.input = null;
    this.lengths = null;
  }

  /**
   * @param input [B, T, …]
   * @param lengths int64 [B]
   */
  OnnxSteps(OnnxGraph graph, String input, String lengths) {
    this.graph = graph;
    this.input = input;
    this.lengths = lengths;
  }

  /**
   * What counts behind windows over the steps, of which a sequence has one at least.
   *
   * @param value [B, T, …] that they have left
   */
  OnnxSteps after(String value, int window, int stride) {
    if (lengths == null || window == 1 && stride == 1) {
      return this;
    }
    String further = graph.node("Sub", List.of(lengths, graph.longs(window)));
    String strides = graph.node("Div", List.of(further, graph.longs(stride)));
    String windows = graph.node("Add", List.of(strides, graph.longs(1)));
    return new OnnxSteps(graph, value, graph.node("Max", List.of(windows, graph.longs(1))));
  }

  boolean differ() {
    return lengths != null;
  }

  /** int32 [B] as the recurrent operators take it; empty text where all steps count. */
  String forRecurrence() {
    return lengths == null ? "" : graph.cast(lengths, DataType.INT32);
  }

  /** Float [B, 1]: how many steps of each sequence count. */
  String counts() {
    return graph.cast(column(), DataType.FLOAT);
  }

  /** The value [B, T, …] where steps count, a constant elsewhere, whatever stands there. */
  String chosen(String value, String elsewhere) {
    return lengths == null ? value : graph.node("Where", List.of(mask(), value, elsewhere));
  }

  /** Boolean [B, T, 1]. */
  private String mask() {
    if (mask == null) {
      String sizes = graph.node("Shape", List.of(required(input)));
      String steps = graph.node("Gather", List.of(sizes, graph.index(1)));
      String numbers = graph.node("Range", List.of(graph.index(0), steps, graph.index(1)));
      String counts = graph.node("Less", List.of(numbers, column()));
      mask = graph.node("Unsqueeze", List.of(counts, graph.longs(2)));
    }
    return mask;
  }

  private String column() {
    return graph.node("Unsqueeze", List.of(required(lengths), graph.longs(1)));
  }

  private static String required(@Nullable String value) {
    if (value == null) {
      throw new IllegalStateException("All steps count.");
    }
    return value;
  }
}
