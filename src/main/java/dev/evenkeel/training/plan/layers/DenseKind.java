package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.Set;

/** Of a vector, of each step by itself, or of a whole image. */
record DenseKind(LayerSpec.Dense layer) implements LayerKind {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.FEED_FORWARD, LayerTrait.FULLY_CONNECTED);
  }

  @Override
  public void check(LayerFaults faults) {
    faults.units("/units", layer.units());
    faults.feedForward(layer.activation());
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) {
    return in instanceof Sequence steps
        ? steps.withWidth(layer.units())
        : new Vector(layer.units());
  }

  @Override
  public int inputs(TensorShape in) {
    return in instanceof Image ? (int) Math.min(Integer.MAX_VALUE, in.size()) : in.width();
  }

  @Override
  public long parameters(TensorShape in) {
    return Sizes.affine(inputs(in), layer.units());
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
    return UsualWeights.before(layer.activation());
  }

  @Override
  public Activation activation() {
    return layer.activation();
  }
}
