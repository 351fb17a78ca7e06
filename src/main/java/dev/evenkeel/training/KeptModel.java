package dev.evenkeel.training;

import java.util.Map;

/**
 * The best model so far by validation loss; where there is no such loss, the last one. Only models
 * with finite parameters and answers are kept, the untrained one for want of a better.
 */
final class KeptModel {

  private NetworkSnapshot snapshot;
  private Map<String, Double> metrics = Map.of();
  private double best = Double.POSITIVE_INFINITY;

  KeptModel(NetworkSnapshot untrained) {
    snapshot = untrained;
  }

  /** Whether a model with this validation loss, or NaN, would take the place of the kept one. */
  boolean wouldKeep(double validationLoss) {
    return validationLoss < best || best == Double.POSITIVE_INFINITY;
  }

  void keep(NetworkSnapshot better, double validationLoss, Map<String, Double> epochMetrics) {
    snapshot = better;
    metrics = epochMetrics;
    best = Double.isFinite(validationLoss) ? validationLoss : best;
  }

  NetworkSnapshot snapshot() {
    return snapshot;
  }

  /** Those of its epoch; empty for the untrained model. */
  Map<String, Double> metrics() {
    return metrics;
  }
}
