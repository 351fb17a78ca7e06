package dev.evenkeel.training.run;

import dev.evenkeel.training.spec.EarlyStoppingSpec;
import java.util.Locale;
import java.util.Map;

/**
 * Says when a validation metric has not improved by more than {@code min_delta} for {@code
 * patience} epochs. A metric that is missing has not improved.
 */
final class EarlyStopping {

  private final EarlyStoppingSpec spec;
  private final String name;
  private final double sign;
  private double best;
  private int epochsWithout;

  /**
   * What it has seen so far.
   *
   * @param best value of the metric, the lower the better
   * @param epochsWithout an improvement
   */
  record State(double best, int epochsWithout) {

    static final State INITIAL = new State(Double.POSITIVE_INFINITY, 0);
  }

  EarlyStopping(EarlyStoppingSpec spec, State state) {
    this.spec = spec;
    best = state.best();
    epochsWithout = state.epochsWithout();
    name = spec.metric().name().toLowerCase(Locale.ROOT);
    sign =
        switch (spec.metric()) {
          case VALIDATION_LOSS, VALIDATION_RMSE, VALIDATION_MAE -> 1;
          case VALIDATION_ACCURACY, VALIDATION_BALANCED_ACCURACY, VALIDATION_R2 -> -1;
        };
  }

  State state() {
    return new State(best, epochsWithout);
  }

  /** Takes note of an epoch; true if it should be the last. */
  boolean isExhausted(Map<String, Double> metrics) {
    double value = sign * metrics.getOrDefault(name, Double.NaN);
    if (value < best - spec.minDelta()) {
      best = value;
      epochsWithout = 0;
      return false;
    }
    return ++epochsWithout >= spec.patience();
  }
}
