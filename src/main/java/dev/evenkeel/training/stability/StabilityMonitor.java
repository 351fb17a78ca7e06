package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Watches for one symptom in one of three kinds of numbers. Never writes to what it reads,
 * allocates nothing in a healthy step.
 *
 * <p>One instance from each start or rollback to the next, on the training thread.
 */
public interface StabilityMonitor {

  /** Called in every iteration before its update. */
  default Optional<Finding> inspect(StepMetrics step) {
    return Optional.empty();
  }

  /** Called in every tenth iteration after its update. */
  default Optional<Finding> inspect(LayerSample sample) {
    return Optional.empty();
  }

  /** Called after every epoch. */
  default Optional<Finding> inspect(EpochSummary epoch) {
    return Optional.empty();
  }

  /** All that it remembers of the run so far. */
  MonitorState state();

  /** Goes on from where another of its kind, made for the same run, had come to. */
  void restore(MonitorState state);
}
