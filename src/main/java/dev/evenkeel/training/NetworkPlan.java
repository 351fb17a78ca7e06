package dev.evenkeel.training;

import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.WeightInit;
import java.util.List;

/**
 * A network that fits its data: every shape known, every default resolved, nothing allocated yet.
 *
 * @param inputs features of one example after preprocessing
 * @param hidden the hidden layers in order
 * @param output the output layer
 */
public record NetworkPlan(int inputs, List<Hidden> hidden, Output output) {

  /** A hidden layer with its shape and with the network's defaults filled in. */
  public record Hidden(
      LayerSpec spec, LayerShape shape, Initialization initialization, Penalty penalty) {}

  /** How a layer's parameters start. */
  public record Initialization(WeightInit weights, double bias) {}

  /** Strength of the penalties on a layer's weights. */
  public record Penalty(double l1, double l2) {

    public static final Penalty NONE = new Penalty(0, 0);
  }

  /** The output layer; its bias starts at 0. */
  public record Output(
      LayerShape shape, Activation activation, Loss loss, WeightInit weights, Penalty penalty) {

    OutputMeaning meaning() {
      return new OutputMeaning(activation, loss);
    }
  }

  /** Every layer's shape, the output layer last. */
  public List<LayerShape> shapes() {
    return java.util.stream.Stream.concat(
            hidden.stream().map(Hidden::shape), java.util.stream.Stream.of(output.shape()))
        .toList();
  }

  /** Whether a batch must hold more than one example. */
  boolean normalizesBatches() {
    return hidden.stream().anyMatch(layer -> layer.spec() instanceof LayerSpec.BatchNormalization);
  }

  /** Whether two passes over the same batch differ, as dropout makes them. */
  boolean drawsRandomly() {
    return hidden.stream().anyMatch(layer -> layer.spec() instanceof LayerSpec.Dropout);
  }

  public long parameters() {
    return shapes().stream().mapToLong(LayerShape::parameters).sum();
  }
}
