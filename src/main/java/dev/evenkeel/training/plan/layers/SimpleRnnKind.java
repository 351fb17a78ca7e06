package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;

/** One matrix from step to step. */
record SimpleRnnKind(LayerSpec.SimpleRnn layer) implements OneDirection {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.RECURRENT, LayerTrait.TAKES_SEQUENCES);
  }

  @Override
  public int gates() {
    return 1;
  }

  @Override
  public int keptByUnit() {
    return 2;
  }

  @Override
  public WeightInit usualStart(int inputs) {
    return UsualWeights.BALANCED;
  }
}
