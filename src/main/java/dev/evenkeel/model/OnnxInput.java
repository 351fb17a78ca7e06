package dev.evenkeel.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.evenkeel.training.ModelManifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a graph takes: raw rows, double [B, columns]; sequences, double [B, T, columns], with their
 * {@code lengths} where these differ; or images, float [B, height, width, channels]. Immutable.
 */
final class OnnxInput {

  /** Bytes of a buffer that a thread keeps; larger batches are rare and get one of their own. */
  private static final int KEPT_BYTES = 1 << 20;

  private static final ThreadLocal<ByteBuffer> BUFFER = ThreadLocal.withInitial(() -> direct(8192));

  private final long[] shape;
  private final boolean isDouble;
  private final boolean takesLengths;

  private OnnxInput(long[] shape, boolean isDouble, boolean takesLengths) {
    this.shape = shape;
    this.isDouble = isDouble;
    this.takesLengths = takesLengths;
  }

  static OnnxInput of(TensorInfo input, boolean takesLengths) {
    long[] shape = input.getShape();
    boolean isDouble = input.type == OnnxJavaType.DOUBLE;
    boolean isImage = shape.length == 4 && input.type == OnnxJavaType.FLOAT;
    boolean isSteps = shape.length == 3 && isDouble;
    if (!isImage && !isSteps && !(shape.length == 2 && isDouble)) {
      throw new BrokenArtifactsException(
          "The graph's input is %s %s: neither rows, sequences nor images."
              .formatted(input.type, Arrays.toString(shape)));
    }
    for (int axis = isSteps ? 2 : 1; axis < shape.length; axis++) {
      if (shape[axis] < 1) {
        throw new BrokenArtifactsException(
            "The graph's input %s has no fixed size at axis %d."
                .formatted(Arrays.toString(shape), axis));
      }
    }
    if (takesLengths != (isSteps && shape[1] < 1)) {
      throw new BrokenArtifactsException(
          "The graph's input %s does not go with its lengths.".formatted(Arrays.toString(shape)));
    }
    return new OnnxInput(shape, isDouble, takesLengths);
  }

  /** Sizes with the examples' first; -1 where any fits. */
  long[] shape() {
    return shape.clone();
  }

  boolean takesLengths() {
    return takesLengths;
  }

  boolean isDouble() {
    return isDouble;
  }

  /** Numbers at one position of an example. */
  int columns() {
    return Math.toIntExact(shape[shape.length - 1]);
  }

  /** The graph's inputs by name; close each. */
  Map<String, OnnxTensor> tensors(OrtEnvironment environment, OnnxBatch batch) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    tensors.put(ModelManifest.ONNX_INPUT, input(environment, batch));
    if (takesLengths) {
      long[] lengths = Arrays.stream(batch.positions()).asLongStream().toArray();
      tensors.put(
          ModelManifest.ONNX_LENGTHS,
          OnnxTensor.createTensor(
              environment, LongBuffer.wrap(lengths), new long[] {lengths.length}));
    }
    return tensors;
  }

  private OnnxTensor input(OrtEnvironment environment, OnnxBatch batch) throws OrtException {
    long[] sizes = shape.clone();
    sizes[0] = batch.size();
    if (takesLengths) {
      sizes[1] = batch.longest();
    }
    int numbers = Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact));
    if (isDouble) {
      DoubleBuffer doubles = bytes(numbers, Double.BYTES).asDoubleBuffer();
      fill(doubles, batch, numbers);
      return OnnxTensor.createTensor(environment, doubles.flip(), sizes);
    }
    FloatBuffer floats = bytes(numbers, Float.BYTES).asFloatBuffer();
    fill(floats, batch, numbers);
    return OnnxTensor.createTensor(environment, floats.flip(), sizes);
  }

  private void fill(DoubleBuffer into, OnnxBatch batch, int numbers) {
    if (batch.isDense(columns())) {
      into.put(batch.values(), batch.starts()[0], numbers);
      return;
    }
    int longest = numbers / batch.size();
    for (int i = 0; i < batch.size(); i++) {
      int count = batch.positions()[i] * columns();
      into.put(batch.values(), batch.starts()[i], count);
      for (int padding = count; padding < longest; padding++) {
        into.put(0);
      }
    }
  }

  /** Images are all of one size. */
  private static void fill(FloatBuffer into, OnnxBatch batch, int numbers) {
    int length = numbers / batch.size();
    for (int start : batch.starts()) {
      for (int i = 0; i < length; i++) {
        into.put((float) batch.values()[start + i]);
      }
    }
  }

  private static ByteBuffer bytes(int numbers, int size) {
    int bytes = Math.multiplyExact(numbers, size);
    if (bytes > KEPT_BYTES) {
      return direct(bytes);
    }
    ByteBuffer buffer = BUFFER.get();
    if (buffer.capacity() < bytes) {
      buffer = direct(Integer.highestOneBit(bytes - 1) * 2);
      BUFFER.set(buffer);
    }
    return buffer.clear();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
