package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/** Turns the values of an exported graph into other shapes and orders. */
final class OnnxShapes {

  private final OnnxGraph graph;

  OnnxShapes(OnnxGraph graph) {
    this.graph = graph;
  }

  /** An image as convolutions take it. */
  Flow channelsFirst(Flow in) {
    return in.channelsFirst() ? in : new Flow(transposed(in.value(), 0, 3, 1, 2), in.shape(), true);
  }

  /** An image as the rest of the world writes it. */
  Flow channelsLast(Flow in) {
    return in.channelsFirst() ? new Flow(transposed(in.value(), 0, 2, 3, 1), in.shape()) : in;
  }

  /** All numbers in the order channels, rows, columns. */
  Flow flattenedByChannel(Flow in) {
    Flow flat = in.isImage() ? channelsFirst(in) : in;
    int width = Math.toIntExact(in.shape().size());
    return new Flow(
        graph.node("Flatten", List.of(flat.value()), OnnxGraph.integer("axis", 1)),
        new Vector(width));
  }

  /** The same numbers, row by row, in another shape. */
  Flow reshaped(Flow in, TensorShape shape) {
    Flow rows = channelsLast(in);
    long[] sizes =
        LongStream.concat(
                LongStream.of(-1),
                shape.sizes().stream().mapToLong(size -> Objects.requireNonNull(size)))
            .toArray();
    return new Flow(
        sized(rows.value(), sizes),
        shape instanceof Sequence steps
            ? new Sequence(steps.steps(), steps.width(), false)
            : shape);
  }

  /** The same numbers row by row; a size of 0 stays as it is, -1 takes what is left. */
  String sized(String value, long... sizes) {
    return graph.node("Reshape", List.of(value, graph.longs(sizes)));
  }

  String transposed(String value, long... axes) {
    return graph.node("Transpose", List.of(value), OnnxGraph.integers("perm", axes));
  }
}
