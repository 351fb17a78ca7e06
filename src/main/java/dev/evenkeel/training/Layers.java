package dev.evenkeel.training;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.evenkeel.training.spec.LayerSpec;

/** What follows from a layer's spec and the shape that it gets: its name, its parameters. */
public final class Layers {

  private Layers() {}

  /** The name of a layer's type in a spec. */
  static String type(LayerSpec layer) {
    return layer.getClass().getAnnotation(JsonTypeName.class).value();
  }

  static LayerShape shape(int index, LayerSpec layer, TensorShape in, TensorShape out) {
    return new LayerShape(
        index,
        type(layer) + "_" + index,
        type(layer),
        inputs(layer, in),
        out.width(),
        parameters(layer, in),
        out.sizes());
  }

  /** What one unit sees at one position. */
  static int inputs(LayerSpec layer, TensorShape in) {
    boolean flattens = layer instanceof LayerSpec.Dense && in instanceof TensorShape.Image;
    return flattens ? (int) Math.min(Integer.MAX_VALUE, in.size()) : in.width();
  }

  private static long parameters(LayerSpec layer, TensorShape in) {
    long inputs = inputs(layer, in);
    if (layer instanceof LayerSpec.Dense dense) {
      return affine(inputs, dense.units());
    }
    if (layer instanceof LayerSpec.Conv2d conv) {
      long patch = (long) conv.kernel().height() * conv.kernel().width();
      return affine(ResourceEstimate.multiply(patch, inputs), conv.filters());
    }
    if (layer instanceof LayerSpec.Recurrent recurrent) {
      return recurrent(recurrent, inputs);
    }
    if (layer instanceof LayerSpec.Bidirectional both) {
      return ResourceEstimate.multiply(2, recurrent(both.layer(), inputs));
    }
    if (layer instanceof LayerSpec.Embedding embedding) {
      return embedding.vocabulary() == null
          ? 0
          : ResourceEstimate.multiply(embedding.vocabulary(), Math.max(0, embedding.units()));
    }
    // gamma, beta, running mean and running variance
    return layer instanceof LayerSpec.BatchNormalization ? 4L * in.width() : 0;
  }

  private static long recurrent(LayerSpec.Recurrent layer, long inputs) {
    int gates = layer instanceof LayerSpec.Lstm ? 4 : 1;
    return ResourceEstimate.multiply(gates, affine(inputs + layer.units(), layer.units()));
  }

  static long affine(long inputs, int units) {
    return units < 1 ? 0 : ResourceEstimate.multiply(inputs + 1, units);
  }
}
