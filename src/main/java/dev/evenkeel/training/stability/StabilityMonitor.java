package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Watches for one symptom, and knows what usually causes it. Never writes to what it reads.
 *
 * <p>One instance a run, on the training thread.
 */
public interface StabilityMonitor {

  /** Called in every iteration, so it must be cheap. */
  Optional<Finding> inspect(StepMetrics step);

  /** Names the cause of an own finding. */
  Diagnosis diagnose(Finding finding, StepEvidence evidence);
}
