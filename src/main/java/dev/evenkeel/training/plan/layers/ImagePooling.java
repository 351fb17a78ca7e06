package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.Set;

/** What poolings of an image's patches have in common. */
interface ImagePooling extends Unweighted {

  @Override
  LayerSpec.Pooling2d layer();

  @Override
  default Set<LayerTrait> traits() {
    return Set.of(LayerTrait.TAKES_IMAGES);
  }

  @Override
  default void check(LayerFaults faults) {
    faults.sides("/size", layer().size());
    faults.sides("/stride", layer().stride());
  }

  @Override
  default TensorShape after(TensorShape shape, boolean returnSequences) throws Misfit {
    Image in = Inputs.image(this, shape);
    return Windows.of("size", layer().size(), layer().stride(), in, in.width());
  }
}
