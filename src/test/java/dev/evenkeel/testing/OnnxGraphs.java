package dev.evenkeel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** Builds small ONNX graphs with nothing but the protobuf classes. */
public final class OnnxGraphs {

  private OnnxGraphs() {}

  /** Writes the graph softmax(x · weights + biases): double [B, columns] to float [B, classes]. */
  public static void writeClassifier(Path file, float[][] weights, float[] biases) {
    Onnx.GraphProto.Builder graph = linear(weights, biases, "sums");
    graph.addNode(
        node("Softmax", "output", "sums")
            .addAttribute(
                Onnx.AttributeProto.newBuilder()
                    .setName("axis")
                    .setType(Onnx.AttributeProto.AttributeType.INT)
                    .setI(-1)));
    write(file, graph, biases.length, Onnx.TensorProto.DataType.FLOAT);
  }

  /** Writes the graph sigmoid(x · weights + bias): the probability of the second of two classes. */
  public static void writeSigmoid(Path file, float[][] weights, float bias) {
    Onnx.GraphProto.Builder graph = linear(weights, new float[] {bias}, "sums");
    graph.addNode(node("Sigmoid", "output", "sums"));
    write(file, graph, 1, Onnx.TensorProto.DataType.FLOAT);
  }

  /** Writes the graph x · weights + biases with double outputs, as a regression has them. */
  public static void writeRegression(Path file, float[][] weights, float[] biases) {
    Onnx.GraphProto.Builder graph = linear(weights, biases, "sums");
    graph.addNode(cast("sums", "output", Onnx.TensorProto.DataType.DOUBLE));
    write(file, graph, biases.length, Onnx.TensorProto.DataType.DOUBLE);
  }

  private static Onnx.GraphProto.Builder linear(float[][] weights, float[] biases, String output) {
    Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("test");
    graph.addInput(tensor("input", Onnx.TensorProto.DataType.DOUBLE, weights.length));
    graph.addNode(cast("input", "x", Onnx.TensorProto.DataType.FLOAT));
    graph.addInitializer(floats("W", flat(weights), weights.length, biases.length));
    graph.addInitializer(floats("b", biases, biases.length));
    graph.addNode(node("Gemm", output, "x", "W", "b"));
    return graph;
  }

  private static float[] flat(float[][] weights) {
    float[] flat = new float[weights.length * weights[0].length];
    for (int row = 0; row < weights.length; row++) {
      System.arraycopy(weights[row], 0, flat, row * weights[row].length, weights[row].length);
    }
    return flat;
  }

  private static Onnx.NodeProto.Builder node(String type, String output, String... inputs) {
    Onnx.NodeProto.Builder node =
        Onnx.NodeProto.newBuilder().setOpType(type).setName(output).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static Onnx.NodeProto.Builder cast(
      String from, String to, Onnx.TensorProto.DataType type) {
    return node("Cast", to, from)
        .addAttribute(
            Onnx.AttributeProto.newBuilder()
                .setName("to")
                .setType(Onnx.AttributeProto.AttributeType.INT)
                .setI(type.getNumber()));
  }

  private static Onnx.TensorProto floats(String name, float[] values, long... dimensions) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(Onnx.TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }

  private static Onnx.ValueInfoProto tensor(
      String name, Onnx.TensorProto.DataType type, int columns) {
    Onnx.TensorShapeProto shape =
        Onnx.TensorShapeProto.newBuilder()
            .addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("B"))
            .addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape)))
        .build();
  }

  private static void write(
      Path file, Onnx.GraphProto.Builder graph, int outputs, Onnx.TensorProto.DataType type) {
    Onnx.ModelProto model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph.addOutput(tensor("output", type, outputs)))
            .build();
    try {
      Files.write(file, model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
