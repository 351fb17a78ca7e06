package dev.evenkeel.training;

import dev.evenkeel.training.TensorShape.Image;
import dev.evenkeel.training.TensorShape.Sequence;
import dev.evenkeel.training.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.List;

/**
 * Says what shape leaves a layer, or why its input doesn't fit.
 *
 * <p>Immutable.
 */
final class ShapeInference {

  /** An input that doesn't fit; the message names both shapes. */
  static final class Misfit extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field of the layer, or empty where it is the layer itself
     */
    Misfit(String field, String message) {
      super(message);
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  private final boolean returnSequences;

  /**
   * @param returnSequences what a recurrent layer does that doesn't say
   */
  ShapeInference(boolean returnSequences) {
    this.returnSequences = returnSequences;
  }

  TensorShape after(LayerSpec layer, TensorShape in) throws Misfit {
    if (in instanceof Image && isSoftmax(layer)) {
      throw new Misfit(
          "/activation",
          "softmax over the image %s would make each row of a channel add up to 1, not the channels of a pixel. Use it behind a layer that ends the image, such as dense or global_pooling."
              .formatted(in.text()));
    }
    if (layer instanceof LayerSpec.Dense dense) {
      return in instanceof Sequence steps
          ? steps.withWidth(dense.units())
          : new Vector(dense.units());
    }
    if (layer instanceof LayerSpec.Conv2d conv) {
      return convolved(conv, image("conv2d", in));
    }
    if (layer instanceof LayerSpec.MaxPooling2d pooling) {
      return pooled(image("max_pooling2d", in), pooling.size(), pooling.stride());
    }
    if (layer instanceof LayerSpec.AveragePooling2d pooling) {
      return pooled(image("average_pooling2d", in), pooling.size(), pooling.stride());
    }
    if (layer instanceof LayerSpec.GlobalPooling) {
      return globallyPooled(in);
    }
    if (layer instanceof LayerSpec.Flatten) {
      return new Vector(whole("flatten", in));
    }
    if (layer instanceof LayerSpec.Reshape reshape) {
      return reshaped(reshape.shape(), in);
    }
    if (layer instanceof LayerSpec.Recurrent recurrent) {
      return recurred(recurrent, in, 1);
    }
    if (layer instanceof LayerSpec.Bidirectional both) {
      return recurred(both.layer(), in, 2);
    }
    if (layer instanceof LayerSpec.Embedding embedding) {
      return sequence("embedding", in).withWidth(embedding.units());
    }
    if (layer instanceof LayerSpec.ActivationOnly only
        && only.activation() == Activation.SOFTMAX
        && in instanceof Image) {
      throw new Misfit(
          "/activation",
          "softmax makes shares of one vector's features, but the layer gets the image %s. Put flatten or global_pooling in front."
              .formatted(in.text()));
    }
    if (layer instanceof LayerSpec.BatchNormalization && in instanceof Sequence s && s.varies()) {
      throw new Misfit(
          "",
          "batch_normalization would mix the padding of %s into its statistics. Put it behind a layer that ends the sequence, such as global_pooling."
              .formatted(in.text()));
    }
    return in;
  }

  /** Of each pixel by itself. */
  private static boolean isSoftmax(LayerSpec layer) {
    return layer instanceof LayerSpec.Conv2d conv && conv.activation() == Activation.SOFTMAX
        || layer instanceof LayerSpec.ActivationOnly only
            && only.activation() == Activation.SOFTMAX;
  }

  private TensorShape recurred(LayerSpec.Recurrent layer, TensorShape in, int directions)
      throws Misfit {
    Sequence steps = sequence(directions == 2 ? "bidirectional" : Layers.type(layer), in);
    boolean returns = layer.returnSequences() == null ? returnSequences : layer.returnSequences();
    int width = directions * layer.units();
    return returns ? steps.withWidth(width) : new Vector(width);
  }

  private static TensorShape globallyPooled(TensorShape in) throws Misfit {
    if (in instanceof Vector) {
      throw new Misfit(
          "",
          "global_pooling takes [steps, features] or [height, width, channels], but gets %s."
              .formatted(in.text()));
    }
    return new Vector(in.width());
  }

  private static Image image(String type, TensorShape in) throws Misfit {
    if (in instanceof Image image) {
      return image;
    }
    throw new Misfit(
        "",
        "%s takes [height, width, channels], but gets %s. Put a reshape in front."
            .formatted(type, in.text()));
  }

  private static Sequence sequence(String type, TensorShape in) throws Misfit {
    if (in instanceof Sequence steps) {
      return steps;
    }
    throw new Misfit(
        "",
        "%s takes [steps, features], but gets %s. Put a reshape in front%s."
            .formatted(
                type,
                in.text(),
                in instanceof Vector
                    ? ", or return_sequences true into the recurrent layer before"
                    : ""));
  }

  private static Image convolved(LayerSpec.Conv2d conv, Image in) throws Misfit {
    Size2d kernel = conv.kernel();
    Size2d stride = conv.stride();
    if (conv.padding() == LayerSpec.Padding.SAME) {
      Image out =
          new Image(
              ceiling(in.height(), stride.height()),
              ceiling(in.columns(), stride.width()),
              conv.filters());
      requireSight(conv, in, out);
      return out;
    }
    requireRoom("kernel", kernel, in);
    return new Image(
        (in.height() - kernel.height()) / Math.max(1, stride.height()) + 1,
        (in.columns() - kernel.width()) / Math.max(1, stride.width()) + 1,
        conv.filters());
  }

  /**
   * Padding that one side needs goes badly with pixels that the other never sees: Deeplearning4j
   * takes those for padding below zero.
   */
  private static void requireSight(LayerSpec.Conv2d conv, Image in, Image out) throws Misfit {
    int rows = conv.paddingRows(in.height(), out.height());
    int columns = conv.paddingColumns(in.columns(), out.columns());
    if (Math.max(rows, columns) > 0 && Math.min(rows, columns) < -1) {
      throw new Misfit(
          "/stride",
          "A stride of [%d, %d] leaves pixels of the image %s between kernels of [%d, %d] unseen. Choose a stride no larger than the kernel, or padding valid."
              .formatted(
                  conv.stride().height(),
                  conv.stride().width(),
                  in.text(),
                  conv.kernel().height(),
                  conv.kernel().width()));
    }
  }

  private static Image pooled(Image in, Size2d size, Size2d stride) throws Misfit {
    requireRoom("size", size, in);
    return new Image(
        (in.height() - size.height()) / Math.max(1, stride.height()) + 1,
        (in.columns() - size.width()) / Math.max(1, stride.width()) + 1,
        in.width());
  }

  private static void requireRoom(String field, Size2d patch, Image in) throws Misfit {
    if (patch.height() > in.height() || patch.width() > in.columns()) {
      throw new Misfit(
          "/" + field,
          "A %s of [%d, %d] is larger than the image %s that the layer gets."
              .formatted(field, patch.height(), patch.width(), in.text()));
    }
  }

  private static int ceiling(int size, int stride) {
    return (size + stride - 1) / Math.max(1, stride);
  }

  private static TensorShape reshaped(List<Integer> shape, TensorShape in) throws Misfit {
    int size = whole("reshape", in);
    long wanted = 1;
    for (int side : shape) {
      wanted = ResourceEstimate.multiply(wanted, Math.max(1, side));
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

  /** All numbers of an example whose size is fixed. */
  private static int whole(String type, TensorShape in) throws Misfit {
    if (in instanceof Sequence steps && steps.varies()) {
      throw new Misfit(
          "",
          "%s needs sequences of one length, but gets %s. Use global_pooling, or a recurrent layer that doesn't return sequences."
              .formatted(type, in.text()));
    }
    return (int) Math.min(Integer.MAX_VALUE, in.size());
  }
}
