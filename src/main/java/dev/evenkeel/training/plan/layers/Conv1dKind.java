package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.LayerSpec.StepPadding;
import dev.evenkeel.training.spec.WeightInit;
import java.util.List;
import java.util.Set;

/** Kernels over the steps of a sequence, behind whose end zeros stand. */
record Conv1dKind(LayerSpec.Conv1d layer) implements LayerKind {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.FEED_FORWARD, LayerTrait.SPANS_STEPS, LayerTrait.TAKES_SEQUENCES);
  }

  @Override
  public void check(LayerFaults faults) {
    faults.filters(layer.filters());
    faults.steps("/kernel", layer.kernel());
    faults.steps("/stride", layer.stride());
    faults.convolved(layer.activation());
  }

  @Override
  public TensorShape after(TensorShape shape, boolean returnSequences) throws Misfit {
    Sequence in = Inputs.sequence(this, shape);
    if (layer.padding() == StepPadding.VALID) {
      Windows.requireRoom("kernel", layer.kernel(), in);
    }
    if (layer.padding() == StepPadding.SAME && layer.stride() > 1 && in.varies()) {
      throw new Misfit(
          "/padding",
          "same with a stride of %d counts its steps from the middle of a sequence, but the lengths of %s differ. Choose causal, or a stride of 1 and a max_pooling1d behind it."
              .formatted(layer.stride(), in.text()));
    }
    return new Sequence(stepsAfter(in.steps()), layer.filters(), in.varies());
  }

  @Override
  public int stepsAfter(int steps) {
    return layer.padding() == StepPadding.VALID
        ? Windows.wholeSteps(steps, layer.kernel(), layer.stride())
        : Windows.ceiling(steps, layer.stride());
  }

  @Override
  public long parameters(TensorShape in) {
    return Sizes.affine(Sizes.multiply(Math.max(0, layer.kernel()), in.width()), layer.filters());
  }

  @Override
  public long memoryInside(TensorShape in, TensorShape out) {
    return Sizes.multiply((long) Math.max(0, layer.kernel()) * in.width(), out.positions());
  }

  @Override
  public List<Integer> fanIns(TensorShape in) {
    return List.of(layer.kernel() * in.width());
  }

  @Override
  public LayerSpec.Weighted weights() {
    return layer;
  }

  @Override
  public WeightInit usualStart(int inputs) {
    return UsualWeights.before(layer.activation());
  }

  @Override
  public Activation activation() {
    return layer.activation();
  }
}
