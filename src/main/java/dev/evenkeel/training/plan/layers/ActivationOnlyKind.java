package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.Set;

/** A function of each number, or of each vector. */
record ActivationOnlyKind(LayerSpec.ActivationOnly layer) implements Unweighted {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.KEEPS_SHAPE);
  }

  @Override
  public void check(LayerFaults faults) {
    faults.feedForward(layer.activation());
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    if (in instanceof Image && layer.activation() == Activation.SOFTMAX) {
      throw new Misfit(
          "/activation",
          "softmax over the image %s would make each row of a channel add up to 1, not the channels of a pixel. Use it behind a layer that ends the image, such as dense or global_pooling."
              .formatted(in.text()));
    }
    return in;
  }

  @Override
  public Activation activation() {
    return layer.activation();
  }
}
