package dev.evenkeel.training.plan.layers;

import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.spec.Size2d;

/** How many windows fit into an image or a sequence. */
final class Windows {

  private Windows() {}

  /** The image of a number for each window; incomplete ones at the edge are left out. */
  static Image of(String field, Size2d window, Size2d stride, Image in, int channels)
      throws Misfit {
    if (window.height() > in.height() || window.width() > in.columns()) {
      throw new Misfit(
          "/" + field,
          "A %s of [%d, %d] is larger than the image %s that the layer gets."
              .formatted(field, window.height(), window.width(), in.text()));
    }
    return new Image(
        whole(in.height(), window.height(), stride.height()),
        whole(in.columns(), window.width(), stride.width()),
        channels);
  }

  /** A window that is longer than every sequence sees nothing but their ends. */
  static void requireRoom(String field, int window, Sequence in) throws Misfit {
    if (window > in.steps()) {
      throw new Misfit(
          "/" + field,
          "A %s of %d is longer than the sequences %s that the layer gets, of %d steps at most."
              .formatted(field, window, in.text(), in.steps()));
    }
  }

  /** Windows that fit wholly; a sequence that is shorter than one counts as one all the same. */
  static int wholeSteps(int steps, int window, int stride) {
    return Math.max(1, whole(steps, window, stride));
  }

  /** Windows that fit wholly. */
  static int whole(int size, int window, int stride) {
    return (size - window) / Math.max(1, stride) + 1;
  }

  /** Windows that begin inside. */
  static int ceiling(int size, int stride) {
    return (size + stride - 1) / Math.max(1, stride);
  }
}
