package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * Writes an ONNX model (IR 8, opset 17) node by node; every method answers with the name of the
 * value that it made.
 */
final class OnnxGraph {

  /** A size that a caller chooses. */
  static final long ANY = -1;

  private static final long IR_VERSION = 8;
  private static final long OPSET = 17;

  /** Names of the sizes that a caller chooses, by axis. */
  private static final List<String> AXES = List.of("B", "T");

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("evenkeel");
  private int values;

  /** A tensor from outside; its first size, and its second at most, may be {@link #ANY}. */
  String input(String name, DataType type, long... sizes) {
    graph.addInput(tensor(name, type, sizes));
    return name;
  }

  /** Gives a value [B, columns] the name by which it is asked for. */
  void output(String name, String value, DataType type, long columns) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name).build());
    graph.addOutput(tensor(name, type, ANY, columns));
  }

  String node(String operator, List<String> inputs, AttributeProto... attributes) {
    return node(operator, 0, inputs, attributes);
  }

  /** A node of whose outputs one alone is wanted; an input that is left out is empty text. */
  String node(String operator, int output, List<String> inputs, AttributeProto... attributes) {
    String name = name(operator.toLowerCase(Locale.ROOT));
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllAttribute(List.of(attributes));
    for (int unwanted = 0; unwanted < output; unwanted++) {
      node.addOutput("");
    }
    graph.addNode(node.addOutput(name));
    return name;
  }

  String cast(String value, DataType type) {
    return node("Cast", List.of(value), integer("to", type.getNumber()));
  }

  String floats(float[] data, long... shape) {
    ByteBuffer bytes = littleEndian(data.length, Float.BYTES);
    bytes.asFloatBuffer().put(data);
    return constant(DataType.FLOAT, bytes, shape);
  }

  String vector(float... data) {
    return floats(data, data.length);
  }

  String doubles(double[] data, long... shape) {
    ByteBuffer bytes = littleEndian(data.length, Double.BYTES);
    bytes.asDoubleBuffer().put(data);
    return constant(DataType.DOUBLE, bytes, shape);
  }

  /** A vector of indices. */
  String longs(long... data) {
    ByteBuffer bytes = littleEndian(data.length, Long.BYTES);
    bytes.asLongBuffer().put(data);
    return constant(DataType.INT64, bytes, data.length);
  }

  /** An index alone. */
  String index(long value) {
    ByteBuffer bytes = littleEndian(1, Long.BYTES);
    bytes.asLongBuffer().put(value);
    return constant(DataType.INT64, bytes);
  }

  ModelProto build(String producerVersion) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("evenkeel")
        .setProducerVersion(producerVersion)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  static AttributeProto reals(String name, List<Float> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOATS)
        .addAllFloats(values)
        .build();
  }

  static AttributeProto texts(String name, List<String> values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS);
    values.forEach(value -> attribute.addStrings(ByteString.copyFromUtf8(value)));
    return attribute.build();
  }

  private String constant(DataType type, ByteBuffer bytes, long... shape) {
    String name = name("constant");
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private String name(String stem) {
    return stem + "_" + values++;
  }

  private static ByteBuffer littleEndian(int count, int size) {
    return ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ValueInfoProto tensor(String name, DataType type, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < sizes.length; axis++) {
      var size = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          sizes[axis] == ANY ? size.setDimParam(AXES.get(axis)) : size.setDimValue(sizes[axis]));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
        .build();
  }
}
