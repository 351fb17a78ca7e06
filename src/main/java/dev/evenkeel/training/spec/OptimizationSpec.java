package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/** How the network is trained: the {@code training} object of a job. */
public record OptimizationSpec(
    @Nullable Integer epochs,
    @Nullable Integer batchSize,
    @Nullable Long seed,
    @Nullable Boolean shuffle,
    @Nullable OptimizerSpec optimizer,
    @Nullable ScheduleSpec schedule,
    @Nullable ClippingSpec gradientClipping,
    @Nullable EarlyStoppingSpec earlyStopping,
    @Nullable ClassWeights classWeights) {

  public OptimizationSpec {
    epochs = epochs == null ? 10 : epochs;
    batchSize = batchSize == null ? 32 : batchSize;
    seed = seed == null ? 42L : seed;
    shuffle = shuffle == null ? true : shuffle;
    optimizer = optimizer == null ? OptimizerSpec.defaults() : optimizer;
    schedule = schedule == null ? ScheduleSpec.constant() : schedule;
    gradientClipping = gradientClipping == null ? ClippingSpec.none() : gradientClipping;
    // Early stopping stays null: it is off unless asked for.
    classWeights = classWeights == null ? ClassWeights.none() : classWeights;
  }

  public static OptimizationSpec defaults() {
    return new OptimizationSpec(null, null, null, null, null, null, null, null, null);
  }
}
