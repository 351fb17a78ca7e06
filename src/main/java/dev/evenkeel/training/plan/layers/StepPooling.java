package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.Set;

/** What poolings of a sequence's windows have in common. */
interface StepPooling extends Unweighted {

  @Override
  LayerSpec.Pooling1d layer();

  @Override
  default Set<LayerTrait> traits() {
    return Set.of(LayerTrait.SPANS_STEPS, LayerTrait.TAKES_SEQUENCES);
  }

  @Override
  default void check(LayerFaults faults) {
    faults.steps("/size", layer().size());
    faults.steps("/stride", layer().stride());
  }

  @Override
  default TensorShape after(TensorShape shape, boolean returnSequences) throws Misfit {
    Sequence in = Inputs.sequence(this, shape);
    Windows.requireRoom("size", layer().size(), in);
    return new Sequence(stepsAfter(in.steps()), in.width(), in.varies());
  }

  @Override
  default int stepsAfter(int steps) {
    return Windows.wholeSteps(steps, layer().size(), layer().stride());
  }
}
