package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.Set;

/** All steps or pixels become one. */
record GlobalPoolingKind(LayerSpec.GlobalPooling layer) implements Unweighted {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.SPANS_STEPS);
  }

  @Override
  public void check(LayerFaults faults) {
    // Each of its values is a good one.
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    if (in instanceof Vector) {
      throw new Misfit(
          "",
          "global_pooling takes [steps, features] or [height, width, channels], but gets %s."
              .formatted(in.text()));
    }
    return new Vector(in.width());
  }
}
