package dev.evenkeel.training.plan;

import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.WeightInit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A network that fits its data: every shape known, every default resolved, nothing allocated yet.
 *
 * @param input what it is fed with
 * @param hidden the hidden layers in order
 * @param output the output layer
 */
public record NetworkPlan(Input input, List<Hidden> hidden, Output output) {

  /**
   * One example after preprocessing.
   *
   * @param raw as the dataset gives it
   * @param shape as the first layer that computes takes it: what reshape layers in front ask for is
   *     only another view of the same numbers
   */
  public record Input(TensorShape raw, TensorShape shape, InputEncoding encoding) {

    /** Numbers or one-hot vectors in the dataset's own shape. */
    public static Input values(TensorShape shape) {
      return new Input(shape, shape, InputEncoding.VALUES);
    }
  }

  /** A hidden layer with its shapes and with the network's defaults filled in. */
  public record Hidden(
      LayerSpec spec,
      LayerShape shape,
      TensorShape in,
      TensorShape out,
      Initialization initialization,
      Penalty penalty) {

    public LayerKind kind() {
      return LayerKind.of(spec);
    }
  }

  /** How a layer's parameters start. */
  public record Initialization(WeightInit weights, double bias) {}

  /** Strength of the penalties on a layer's weights. */
  public record Penalty(double l1, double l2) {

    public static final Penalty NONE = new Penalty(0, 0);
  }

  /** The output layer; its bias starts at 0. It flattens an image. */
  public record Output(
      LayerShape shape,
      TensorShape in,
      Activation activation,
      Loss loss,
      WeightInit weights,
      Penalty penalty) {

    public OutputMeaning meaning() {
      return new OutputMeaning(activation, loss);
    }
  }

  /** Every layer's shape, the output layer last. */
  public List<LayerShape> shapes() {
    return Stream.concat(hidden.stream().map(Hidden::shape), Stream.of(output.shape())).toList();
  }

  /** Codes that an embedding in front knows; 0 where there is none. */
  public int codes() {
    return !hidden.isEmpty() && hidden.get(0).kind().is(LayerTrait.TAKES_CODES)
        ? Objects.requireNonNull(hidden.get(0).kind().codes(), "resolved by the planner")
        : 0;
  }

  /**
   * Whether a flatten layer counts its image's numbers channel by channel, [channels, height,
   * width], as do dense layers that take an image. The numbers of an example in front of all layers
   * lie row by row, and a reshape layer behind it takes them so.
   */
  public boolean flattensByChannel(Hidden layer) {
    int index = layer.shape().index();
    return layer.in() instanceof TensorShape.Image
        && !hidden.subList(0, index).stream()
            .allMatch(before -> before.kind().is(LayerTrait.RESHAPES))
        && hidden.subList(index, hidden.size()).stream()
            .noneMatch(later -> later.kind().is(LayerTrait.KEEPS_ORDER));
  }

  /** Whether a batch must hold more than one example. */
  public boolean normalizesBatches() {
    return hidden.stream().anyMatch(layer -> layer.kind().is(LayerTrait.NORMALIZES_BATCH));
  }

  /** Whether two passes over the same batch differ, as dropout makes them. */
  public boolean drawsRandomly() {
    return hidden.stream().anyMatch(layer -> layer.kind().is(LayerTrait.DROPS));
  }

  public long parameters() {
    return shapes().stream().mapToLong(LayerShape::parameters).sum();
  }
}
