package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import java.util.Set;

/** Random zeros in training, nothing else. */
record DropoutKind(LayerSpec.Dropout layer) implements Unweighted {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.DROPS, LayerTrait.KEEPS_SHAPE);
  }

  @Override
  public void check(LayerFaults faults) {
    if (!(layer.rate() >= 0 && layer.rate() < 1)) {
      faults.outOfRange(
          "/rate",
          "A dropout rate must be at least 0 and below 1, not %s.".formatted(layer.rate()));
    }
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) {
    return in;
  }

  @Override
  public double dropped() {
    return layer.rate();
  }
}
