package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each feature at unit scale over a batch. Gain and shift are learned, but are no weights. */
record BatchNormalizationKind(LayerSpec.BatchNormalization layer) implements LayerKind {

  /** Gain, shift, running mean and running variance. */
  private static final long NUMBERS_A_FEATURE = 4;

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.NORMALIZES_BATCH, LayerTrait.KEEPS_SHAPE);
  }

  @Override
  public void check(LayerFaults faults) {
    // The schema bounds its numbers.
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    if (in instanceof Sequence steps && steps.varies()) {
      throw new Misfit(
          "",
          "batch_normalization would mix the padding of %s into its statistics. Put it behind a layer that ends the sequence, such as global_pooling."
              .formatted(in.text()));
    }
    return in;
  }

  @Override
  public long parameters(TensorShape in) {
    return NUMBERS_A_FEATURE * in.width();
  }

  @Override
  public long memoryInside(TensorShape in, TensorShape out) {
    return 0;
  }

  @Override
  public LayerSpec.@Nullable Weighted weights() {
    return null;
  }

  @Override
  public @Nullable WeightInit usualStart(int inputs) {
    return null;
  }
}
