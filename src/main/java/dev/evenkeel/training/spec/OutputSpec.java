package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/**
 * Overrides of the output layer; what is null follows from the dataset, the initialisation from the
 * network.
 */
public record OutputSpec(
    @Nullable Integer units,
    @Nullable Activation activation,
    @Nullable Loss loss,
    @Nullable WeightInit weightInit) {

  /** No override at all. */
  public static OutputSpec derived() {
    return new OutputSpec(null, null, null, null);
  }
}
