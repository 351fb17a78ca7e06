package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/**
 * Gradient clipping, on the mean gradient of the batch.
 *
 * @param threshold a norm, an absolute value ({@code value}) or a ratio of gradient to parameter
 *     norm ({@code adaptive})
 */
public record ClippingSpec(@Nullable Type type, @Nullable Double threshold) {

  /** What is held under the threshold. */
  public enum Type {
    NONE,
    /** The norm of the whole gradient (Pascanu et al., 2013). */
    GLOBAL_NORM,
    /** The norm of each layer's gradient. */
    LAYER_NORM,
    /** Each element. */
    VALUE,
    /** The norm of each output unit's gradient relative to its weights (Brock et al., 2021). */
    ADAPTIVE
  }

  public ClippingSpec {
    type = type == null ? Type.NONE : type;
    if (threshold == null) {
      threshold =
          switch (type) {
            case NONE -> null;
            case GLOBAL_NORM, LAYER_NORM -> 1.0;
            case VALUE -> 0.5;
            case ADAPTIVE -> 0.01;
          };
    }
  }

  public static ClippingSpec none() {
    return new ClippingSpec(null, null);
  }
}
