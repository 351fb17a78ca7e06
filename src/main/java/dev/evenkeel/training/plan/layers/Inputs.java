package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;

/** Takes an input for what a layer must have, or says why it isn't that. */
final class Inputs {

  private Inputs() {}

  static Image image(LayerKind layer, TensorShape in) throws Misfit {
    if (in instanceof Image image) {
      return image;
    }
    throw new Misfit(
        "",
        "%s takes [height, width, channels], but gets %s. Put a reshape in front."
            .formatted(layer.type(), in.text()));
  }

  static Sequence sequence(LayerKind layer, TensorShape in) throws Misfit {
    if (in instanceof Sequence steps) {
      return steps;
    }
    throw new Misfit(
        "",
        "%s takes [steps, features], but gets %s. Put a reshape in front%s."
            .formatted(
                layer.type(),
                in.text(),
                in instanceof Vector
                    ? ", or return_sequences true into the recurrent layer before"
                    : ""));
  }

  /** All numbers of an example whose size is fixed. */
  static int whole(LayerKind layer, TensorShape in) throws Misfit {
    if (in instanceof Sequence steps && steps.varies()) {
      throw new Misfit(
          "",
          "%s needs sequences of one length, but gets %s. Use global_pooling, or a recurrent layer that doesn't return sequences."
              .formatted(layer.type(), in.text()));
    }
    return (int) Math.min(Integer.MAX_VALUE, in.size());
  }
}
