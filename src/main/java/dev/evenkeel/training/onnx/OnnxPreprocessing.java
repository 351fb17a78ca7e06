package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Puts preprocessing in front of a network's graph, and its inverse behind it.
 *
 * <p>In double until the network begins: a Unix time in float is two minutes wide.
 */
final class OnnxPreprocessing {

  private final OnnxGraph graph;
  private final FittedPreprocessing preprocessing;

  OnnxPreprocessing(OnnxGraph graph, FittedPreprocessing preprocessing) {
    this.graph = graph;
    this.preprocessing = preprocessing;
  }

  /** From raw values, double [B, …, columns], to network inputs, float [B, …, features]. */
  String before(String raw) {
    String filled = filled(raw);
    List<FittedColumn> columns = preprocessing.columns();
    List<String> parts = new ArrayList<>();
    for (int start = 0; start < columns.size(); ) {
      int end = endOfGroup(start);
      String values = slice(filled, start, end);
      FittedColumn first = columns.get(start);
      parts.add(
          first.isCategorical()
              ? oneHot(values, first.width())
              : scaled(values, columns.subList(start, end)));
      start = end;
    }
    return parts.size() == 1
        ? parts.get(0)
        : graph.node("Concat", parts, OnnxGraph.integer("axis", -1));
  }

  /** From raw codes, double, to what looks a vector up, int64 of the same shape. */
  String codes(String raw) {
    return graph.cast(filled(raw), DataType.INT64);
  }

  private String filled(String raw) {
    return preprocessing.missing() == MissingPolicy.MEAN ? fillMissing(raw) : raw;
  }

  /** From network outputs, float [B, targets], to the user's units, double [B, targets]. */
  String after(String output) {
    List<FittedTarget> targets = preprocessing.targets();
    String values = graph.cast(output, DataType.DOUBLE);
    String scaled = graph.node("Mul", List.of(values, row(targets, FittedTarget::scale)));
    return graph.node("Add", List.of(scaled, row(targets, FittedTarget::offset)));
  }

  /** Neighbouring numbers go together, each category column by itself. */
  private int endOfGroup(int start) {
    List<FittedColumn> columns = preprocessing.columns();
    if (columns.get(start).isCategorical()) {
      return start + 1;
    }
    return IntStream.range(start, columns.size())
        .filter(i -> columns.get(i).isCategorical())
        .findFirst()
        .orElse(columns.size());
  }

  private String fillMissing(String raw) {
    String missing =
        graph.node(
            "Or", List.of(graph.node("IsNaN", List.of(raw)), graph.node("IsInf", List.of(raw))));
    return graph.node(
        "Where", List.of(missing, row(preprocessing.columns(), FittedColumn::fill), raw));
  }

  private String slice(String values, int start, int end) {
    if (start == 0 && end == preprocessing.columns().size()) {
      return values;
    }
    return graph.node(
        "Slice", List.of(values, graph.longs(start), graph.longs(end), graph.longs(-1)));
  }

  private String oneHot(String column, int categories) {
    double[] codes = IntStream.range(0, categories).asDoubleStream().toArray();
    String hits = graph.node("Equal", List.of(column, graph.doubles(codes, 1, categories)));
    return graph.cast(hits, DataType.FLOAT);
  }

  private String scaled(String values, List<FittedColumn> columns) {
    String centred = graph.node("Sub", List.of(values, row(columns, FittedColumn::offset)));
    String scaled = graph.node("Div", List.of(centred, row(columns, FittedColumn::scale)));
    return graph.cast(scaled, DataType.FLOAT);
  }

  private <T> String row(List<T> columns, ToDoubleFunction<T> number) {
    return graph.doubles(columns.stream().mapToDouble(number).toArray(), 1, columns.size());
  }
}
