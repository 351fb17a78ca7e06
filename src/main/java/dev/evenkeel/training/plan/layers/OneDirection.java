package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;

/** What recurrent layers have in common. */
interface OneDirection extends LayerKind {

  @Override
  LayerSpec.Recurrent layer();

  /** Matrices from step to step, and as many from the inputs. */
  int gates();

  /** Numbers that each step keeps for a unit on its way back. */
  int keptByUnit();

  @Override
  default void check(LayerFaults faults) {
    check("", faults);
  }

  /**
   * @param at where the recurrence stands below the layer's pointer
   */
  default void check(String at, LayerFaults faults) {
    faults.units(at + "/units", layer().units());
    if (!isRecurrent(layer().activation())) {
      faults.add(
          at + "/activation",
          "not_allowed",
          "A recurrent layer takes tanh, sigmoid, relu, hard_sigmoid or softsign, not %s."
              .formatted(LayerFaults.name(layer().activation())));
    }
  }

  private static boolean isRecurrent(Activation activation) {
    return switch (activation) {
      case TANH, SIGMOID, RELU, HARD_SIGMOID, SOFTSIGN -> true;
      case LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, LINEAR, SOFTMAX -> false;
    };
  }

  @Override
  default TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    return after(Inputs.sequence(this, in), 1, returnSequences);
  }

  default TensorShape after(Sequence steps, int directions, boolean returnSequences) {
    Boolean own = layer().returnSequences();
    int width = directions * layer().units();
    return (own == null ? returnSequences : own) ? steps.withWidth(width) : new Vector(width);
  }

  @Override
  default long parameters(TensorShape in) {
    return Sizes.multiply(
        gates(), Sizes.affine((long) inputs(in) + layer().units(), layer().units()));
  }

  @Override
  default long memoryInside(TensorShape in, TensorShape out) {
    return Sizes.multiply((long) keptByUnit() * layer().units(), in.positions());
  }

  @Override
  default LayerSpec.Weighted weights() {
    return layer();
  }

  @Override
  default LayerSpec.Recurrent recurrence() {
    return layer();
  }
}
