package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;
import java.util.Set;

/** The same numbers, row by row, in a shape that is asked for. */
record ReshapeKind(LayerSpec.Reshape layer) implements Unweighted {

  @Override
  public Set<LayerTrait> traits() {
    return Set.of(LayerTrait.RESHAPES, LayerTrait.KEEPS_ORDER);
  }

  @Override
  public void check(LayerFaults faults) {
    List<Integer> shape = layer.shape();
    if (shape.isEmpty() || shape.size() > 3) {
      faults.outOfRange(
          "/shape",
          "A shape is [features], [steps, features] or [height, width, channels], not %d numbers."
              .formatted(shape.size()));
    }
    for (int i = 0; i < shape.size(); i++) {
      if (shape.get(i) < 1) {
        faults.outOfRange("/shape/" + i, "A size is at least 1, not %d.".formatted(shape.get(i)));
      }
    }
  }

  @Override
  public TensorShape after(TensorShape in, boolean returnSequences) throws Misfit {
    List<Integer> shape = layer.shape();
    int size = Inputs.whole(this, in);
    long wanted = 1;
    for (int side : shape) {
      wanted = Sizes.multiply(wanted, Math.max(1, side));
    }
    if (wanted != size) {
      throw new Misfit(
          "/shape",
          "%s holds %d numbers, but the layer gets %s, which holds %d."
              .formatted(shape, wanted, in.text(), size));
    }
    return switch (shape.size()) {
      case 1 -> new Vector(shape.get(0));
      case 2 -> new Sequence(shape.get(0), shape.get(1), false);
      default -> new Image(shape.get(0), shape.get(1), shape.get(2));
    };
  }
}
