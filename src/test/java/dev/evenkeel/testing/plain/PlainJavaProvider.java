package dev.evenkeel.testing.plain;

import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Computes chains of dense layers with tanh or none for their activation, that classify by softmax
 * and are trained by sgd. Its native file holds the flat parameters, big-endian.
 */
public final class PlainJavaProvider implements NetworkProvider {

  static final String KIND = "plain_java";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, String> warmUp() {
    return Map.of("network", "plain java");
  }

  @Override
  public TrainableNetwork create(NetworkPlan plan, TrainingSpec spec) {
    require(spec.training().optimizer().type() == OptimizerSpec.Type.SGD, "rules but sgd");
    require(
        plan.hidden().stream().allMatch(layer -> isDense(layer.spec())),
        "layers but dense ones of tanh or linear");
    require(
        plan.output().activation() == Activation.SOFTMAX
            && plan.output().loss() == Loss.CROSS_ENTROPY,
        "outputs but softmax with cross_entropy");
    DenseChain chain = new DenseChain(plan, spec.training().seed());
    if (spec.base() != null) {
      start(chain, read(Path.of(spec.base().parameters())));
    }
    return chain;
  }

  /** From all weights but the output's where that has become another. */
  private static void start(DenseChain chain, float[] weights) {
    int output = chain.segments().get(chain.segments().size() - 2).offset();
    boolean same = weights.length == chain.parameters().length();
    chain.parameters().write(0, weights, same ? weights.length : output);
  }

  @Override
  public TrainableNetwork restore(NetworkPlan plan, TrainingSpec spec, List<Integer> logVariances) {
    Objects.requireNonNull(spec.base(), "nothing to restore");
    return create(plan, spec);
  }

  @Override
  public Map<String, String> provenance(NetworkPlan plan) {
    return warmUp();
  }

  private static boolean isDense(LayerSpec layer) {
    return layer instanceof LayerSpec.Dense dense
        && (dense.activation() == Activation.TANH || dense.activation() == Activation.LINEAR);
  }

  private static void require(boolean met, String others) {
    if (!met) {
      throw new TrainingRefusedException(
          "not_supported", "plain_java computes no %s.".formatted(others));
    }
  }

  private static float[] read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      float[] numbers = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(numbers);
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
