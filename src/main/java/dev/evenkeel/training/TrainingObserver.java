package dev.evenkeel.training;

import dev.evenkeel.training.stability.Incident;
import java.util.Map;

/**
 * Told of everything that happens in a run, on the training thread; must return quickly and never
 * throw.
 */
public interface TrainingObserver {

  /** The run begins; told again when a repair has changed its size. */
  void started(RunShape shape);

  /** One executed iteration; the record is valid during the call only. */
  void stepped(StepRecord step);

  /**
   * Gradients that were computed to find something out, and are no part of the run's own
   * iterations.
   */
  void probed(long gradients);

  /**
   * An epoch ended.
   *
   * @param metrics {@code train_loss}, and {@code validation_…} where there is a validation split
   */
  void epochEnded(int epoch, long iteration, Map<String, Double> metrics);

  /** An incident was opened, or its outcome became known (same number). */
  void incident(Incident incident);
}
