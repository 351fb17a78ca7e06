package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vector for each code. */
record EmbeddingKind(LayerSpec.Embedding layer) implements LayerKind {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.TAKES_CODES, LayerTrait.TAKES_SEQUENCES);
  }

  @Override
  public void check(LayerFaults faults) {
    faults.units("/units", layer.units());
    if (layer.vocabulary() != null && layer.vocabulary() < 1) {
      faults.outOfRange("/vocabulary", "A vocabulary has at least 1 code.");
    }
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    return Inputs.sequence(this, in).withWidth(layer.units());
  }

  @Override
  public long parameters(TensorShape in) {
    return layer.vocabulary() == null
        ? 0
        : Sizes.multiply(layer.vocabulary(), Math.max(0, layer.units()));
  }

  @Override
  public long memoryInside(TensorShape in, TensorShape out) {
    return 0;
  }

  @Override
  public LayerSpec.Weighted weights() {
    return layer;
  }

  @Override
  public WeightInit usualStart(int inputs) {
    return UsualWeights.RECTIFIED;
  }

  @Override
  public @Nullable Integer codes() {
    return layer.vocabulary();
  }

  @Override
  public LayerSpec resolved(int codes) {
    return layer.vocabulary() != null
        ? layer
        : new LayerSpec.Embedding(layer.units(), codes, layer.weightInit(), layer.l1(), layer.l2());
  }
}
