package dev.evenkeel.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.evenkeel.training.ModelManifest;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A loaded graph from raw examples to outputs, [n, outputs].
 *
 * <p>It checks no values: an index that is out of range or a length beyond the sequence can kill
 * the process. {@link #run} may be called by many threads at once. Closing while one runs kills the
 * process: whoever shares a session must see to it.
 */
public final class OnnxSession implements AutoCloseable {

  private static final Set<String> OUTPUTS = Set.of(ModelManifest.ONNX_OUTPUT);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final OnnxInput input;
  private final int outputs;
  private final boolean singlePrecision;

  private OnnxSession(
      OrtEnvironment environment, OrtSession session, OnnxInput input, TensorInfo output) {
    this.environment = environment;
    this.session = session;
    this.input = input;
    this.outputs = width(output);
    this.singlePrecision = output.type == OnnxJavaType.FLOAT;
  }

  static OnnxSession of(OrtEnvironment environment, OrtSession session) throws OrtException {
    try {
      Map<String, NodeInfo> inputs = session.getInputInfo();
      OnnxInput input =
          OnnxInput.of(
              tensor(inputs, ModelManifest.ONNX_INPUT),
              inputs.containsKey(ModelManifest.ONNX_LENGTHS));
      TensorInfo output = tensor(session.getOutputInfo(), ModelManifest.ONNX_OUTPUT);
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

  private static int width(TensorInfo output) {
    long[] shape = output.getShape();
    if (shape.length != 2 || shape[1] < 1) {
      throw new BrokenArtifactsException(
          "The graph's output is not a matrix with a fixed number of columns.");
    }
    return Math.toIntExact(shape[1]);
  }

  /** Sizes of the input, the examples' first; -1 where any fits. */
  public long[] inputShape() {
    return input.shape();
  }

  /** Whether the input is double, float otherwise. */
  public boolean takesDoubles() {
    return input.isDouble();
  }

  /** Whether examples may be of different lengths, which are told to the graph. */
  public boolean takesLengths() {
    return input.takesLengths();
  }

  /** Numbers at one position of an example. */
  public int columns() {
    return input.columns();
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
   * @param into takes [n, outputs] from {@code offset} on
   */
  public void run(OnnxBatch batch, double[] into, int offset) {
    try {
      Map<String, OnnxTensor> tensors = input.tensors(environment, batch);
      try (OrtSession.Result result = session.run(tensors, OUTPUTS)) {
        read((OnnxTensor) result.get(0), into, offset, batch.size() * outputs);
      } finally {
        tensors.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("The model cannot be run: " + e.getMessage(), e);
    }
  }

  private void read(OnnxTensor output, double[] into, int offset, int count) {
    if (singlePrecision) {
      FloatBuffer values = output.getFloatBuffer();
      for (int i = 0; i < count; i++) {
        into[offset + i] = values.get(i);
      }
    } else {
      output.getDoubleBuffer().get(into, offset, count);
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
