package dev.evenkeel.testing;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds small ONNX graphs with nothing but the protobuf classes. */
public final class OnnxGraphs {

  private OnnxGraphs() {}

  /** Writes the graph softmax(x · weights + biases): double [B, columns] to float [B, classes]. */
  public static void writeClassifier(Path file, float[][] weights, float[] biases) {
    OnnxMl.GraphProto.Builder graph = linear(weights, biases, "sums");
    graph.addNode(
        node("Softmax", "output", "sums")
            .addAttribute(
                OnnxMl.AttributeProto.newBuilder()
                    .setName("axis")
                    .setType(OnnxMl.AttributeProto.AttributeType.INT)
                    .setI(-1)));
    write(file, graph, biases.length, OnnxMl.TensorProto.DataType.FLOAT);
  }

  /** Writes the graph sigmoid(x · weights + bias): the probability of the second of two classes. */
  public static void writeSigmoid(Path file, float[][] weights, float bias) {
    OnnxMl.GraphProto.Builder graph = linear(weights, new float[] {bias}, "sums");
    graph.addNode(node("Sigmoid", "output", "sums"));
    write(file, graph, 1, OnnxMl.TensorProto.DataType.FLOAT);
  }

  /** Writes the graph x · weights + biases with double outputs, as a regression has them. */
  public static void writeRegression(Path file, float[][] weights, float[] biases) {
    OnnxMl.GraphProto.Builder graph = linear(weights, biases, "sums");
    graph.addNode(cast("sums", "output", OnnxMl.TensorProto.DataType.DOUBLE));
    write(file, graph, biases.length, OnnxMl.TensorProto.DataType.DOUBLE);
  }

  private static OnnxMl.GraphProto.Builder linear(
      float[][] weights, float[] biases, String output) {
    OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("test");
    graph.addInput(tensor("input", OnnxMl.TensorProto.DataType.DOUBLE, weights.length));
    graph.addNode(cast("input", "x", OnnxMl.TensorProto.DataType.FLOAT));
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

  private static OnnxMl.NodeProto.Builder node(String type, String output, String... inputs) {
    OnnxMl.NodeProto.Builder node =
        OnnxMl.NodeProto.newBuilder().setOpType(type).setName(output).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node;
  }

  private static OnnxMl.NodeProto.Builder cast(
      String from, String to, OnnxMl.TensorProto.DataType type) {
    return node("Cast", to, from)
        .addAttribute(
            OnnxMl.AttributeProto.newBuilder()
                .setName("to")
                .setType(OnnxMl.AttributeProto.AttributeType.INT)
                .setI(type.getNumber()));
  }

  private static OnnxMl.TensorProto floats(String name, float[] values, long... dimensions) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    OnnxMl.TensorProto.Builder tensor =
        OnnxMl.TensorProto.newBuilder()
            .setName(name)
            .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.array()));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }

  private static OnnxMl.ValueInfoProto tensor(
      String name, OnnxMl.TensorProto.DataType type, int columns) {
    OnnxMl.TensorShapeProto shape =
        OnnxMl.TensorShapeProto.newBuilder()
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam("B"))
            .addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
            .build();
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape)))
        .build();
  }

  private static void write(
      Path file, OnnxMl.GraphProto.Builder graph, int outputs, OnnxMl.TensorProto.DataType type) {
    OnnxMl.ModelProto model =
        OnnxMl.ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph.addOutput(tensor("output", type, outputs)))
            .build();
    try {
      Files.write(file, model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
