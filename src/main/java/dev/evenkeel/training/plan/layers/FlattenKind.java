package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.Set;

/** All numbers of an example as one vector. */
record FlattenKind(LayerSpec.Flatten layer) implements Unweighted {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.RESHAPES);
  }

  @Override
  public void check(LayerFaults faults) {
    // Nothing is asked for.
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    return new Vector(Inputs.whole(this, in));
  }
}
