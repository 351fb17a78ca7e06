package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/**
 * Ends a run whose validation metric has not improved for a while.
 *
 * @param patience epochs without improvement
 * @param minDelta how much better a metric must be to count
 */
public record EarlyStoppingSpec(
    @Nullable Metric metric, @Nullable Integer patience, @Nullable Double minDelta) {

  /** What is watched. */
  public enum Metric {
    VALIDATION_LOSS,
    VALIDATION_ACCURACY,
    VALIDATION_BALANCED_ACCURACY,
    VALIDATION_R2,
    VALIDATION_RMSE,
    VALIDATION_MAE
  }

  public EarlyStoppingSpec {
    metric = metric == null ? Metric.VALIDATION_LOSS : metric;
    patience = patience == null ? 5 : patience;
    minDelta = minDelta == null ? 0.0 : minDelta;
  }
}
