package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;

/** Three gates and a candidate. */
record LstmKind(LayerSpec.Lstm layer) implements OneDirection {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.RECURRENT, LayerTrait.GATED, LayerTrait.TAKES_SEQUENCES);
  }

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public int keptByUnit() {
    return 6;
  }

  /** Glorot's with the units of all gates as outputs: gates that start half open learn soonest. */
  @Override
  public WeightInit usualStart(int inputs) {
    return UsualWeights.within(Math.sqrt(6.0 / (inputs + (double) gates() * layer.units())));
  }

  @Override
  public Double forgetGateBias() {
    return layer.forgetGateBias();
  }
}
