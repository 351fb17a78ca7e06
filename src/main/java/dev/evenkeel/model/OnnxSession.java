package dev.evenkeel.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.evenkeel.training.ModelManifest;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A loaded graph from raw rows, double [n, columns], to outputs, [n, outputs].
 *
 * <p>{@link #run} may be called by many threads at once. Closing while one runs kills the process:
 * whoever shares a session must see to it.
 */
public final class OnnxSession implements AutoCloseable {

  private static final Set<String> OUTPUTS = Set.of(ModelManifest.ONNX_OUTPUT);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final int columns;
  private final int outputs;
  private final boolean singlePrecision;

  private OnnxSession(
      OrtEnvironment environment, OrtSession session, TensorInfo input, TensorInfo output) {
    this.environment = environment;
    this.session = session;
    this.columns = width(input, ModelManifest.ONNX_INPUT);
    this.outputs = width(output, ModelManifest.ONNX_OUTPUT);
    this.singlePrecision = output.type == OnnxJavaType.FLOAT;
  }

  static OnnxSession of(OrtEnvironment environment, OrtSession session) throws OrtException {
    try {
      TensorInfo input = tensor(session.getInputInfo(), ModelManifest.ONNX_INPUT);
      TensorInfo output = tensor(session.getOutputInfo(), ModelManifest.ONNX_OUTPUT);
      if (input.type != OnnxJavaType.DOUBLE) {
        throw new BrokenArtifactsException(
            "The graph's input is %s, not double.".formatted(input.type));
      }
      return new OnnxSession(environment, session, input, output);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static TensorInfo tensor(Map<String, NodeInfo> nodes, String name) {
    return Optional.ofNullable(nodes.get(name))
        .map(NodeInfo::getInfo)
        .filter(TensorInfo.class::isInstance)
        .map(TensorInfo.class::cast)
        .orElseThrow(() -> new BrokenArtifactsException("The graph has no tensor " + name + "."));
  }

  private static int width(TensorInfo tensor, String name) {
    long[] shape = tensor.getShape();
    if (shape.length != 2 || shape[1] < 1) {
      throw new BrokenArtifactsException(
          "The graph's %s is not a matrix with a fixed number of columns.".formatted(name));
    }
    return Math.toIntExact(shape[1]);
  }

  /** Values of a raw row. */
  public int columns() {
    return columns;
  }

  /** Values of an answer. */
  public int outputs() {
    return outputs;
  }

  /** Whether outputs are float numbers, widened. */
  public boolean isSinglePrecision() {
    return singlePrecision;
  }

  /**
   * Runs a batch on the calling thread.
   *
   * @param rows from its position on, [n, columns] row by row; direct and of native order, or it is
   *     copied
   * @param into takes [n, outputs] from {@code offset} on
   */
  public void run(DoubleBuffer rows, int n, double[] into, int offset) {
    long[] shape = {n, columns};
    try (OnnxTensor input = OnnxTensor.createTensor(environment, rows, shape);
        OrtSession.Result result = session.run(Map.of(ModelManifest.ONNX_INPUT, input), OUTPUTS)) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      if (singlePrecision) {
        FloatBuffer values = output.getFloatBuffer();
        for (int i = 0; i < n * outputs; i++) {
          into[offset + i] = values.get(i);
        }
      } else {
        output.getDoubleBuffer().get(into, offset, n * outputs);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("The model cannot be run: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
