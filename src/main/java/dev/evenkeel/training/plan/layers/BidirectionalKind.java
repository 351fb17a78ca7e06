package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two of the recurrence that it wraps. */
record BidirectionalKind(LayerSpec.Bidirectional layer) implements LayerKind {

  private static final int DIRECTIONS = 2;

  private OneDirection each() {
    return (OneDirection) LayerKind.of(layer.layer());
  }

  @Override
  public Set<LayerTrait> traits() {
    return each().traits();
  }

  @Override
  public void check(LayerFaults faults) {
    each().check(inside(), faults);
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    return each().after(Inputs.sequence(this, in), DIRECTIONS, returnSequences);
  }

  @Override
  public long parameters(TensorShape in) {
    return Sizes.multiply(DIRECTIONS, each().parameters(in));
  }

  @Override
  public long memoryInside(TensorShape in, TensorShape out) {
    return Sizes.multiply(DIRECTIONS, each().memoryInside(in, out));
  }

  @Override
  public LayerSpec.Weighted weights() {
    return layer.layer();
  }

  @Override
  public @Nullable WeightInit usualStart(int inputs) {
    return each().usualStart(inputs);
  }

  @Override
  public String inside() {
    return "/layer";
  }

  @Override
  public LayerSpec.Recurrent recurrence() {
    return layer.layer();
  }

  @Override
  public @Nullable Double forgetGateBias() {
    return each().forgetGateBias();
  }
}
