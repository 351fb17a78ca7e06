package dev.evenkeel.training.plan.layers;

/**
 * How large a network and its training may be; checked before anything is allocated.
 *
 * @param parameters of the whole network; flat vectors are indexed by int
 * @param memoryBytes of parameters, gradients, updater state, snapshots and one batch
 * @param units of one layer
 * @param layers hidden layers
 * @param batchSize examples of one batch
 */
public record PlanLimits(long parameters, long memoryBytes, int units, int layers, int batchSize) {

  public PlanLimits {
    if (parameters < 1 || parameters > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "The limit of parameters (%d) must be between 1 and %d."
              .formatted(parameters, Integer.MAX_VALUE));
    }
    if (memoryBytes < 1 || units < 1 || layers < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "The limits of memory (%d bytes), units (%d), layers (%d) and batch size (%d) must be positive."
              .formatted(memoryBytes, units, layers, batchSize));
    }
  }

  public static PlanLimits defaults() {
    return new PlanLimits(50_000_000, 2L << 30, 65_536, 200, 65_536);
  }
}
