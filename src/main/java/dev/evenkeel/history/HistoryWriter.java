package dev.evenkeel.history;

import dev.evenkeel.job.Attempt;
import dev.evenkeel.training.StepBatch;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Writes the numbers of a run into PostgreSQL in chunks of 1,024 iterations. Fenced by the attempt
 * as {@code JobLifecycle} is.
 *
 * <p>Thread-safe; called off the training thread by the worker that reads the engine's events.
 */
@Component
public class HistoryWriter {

  /** Removes what an earlier attempt has left: a new one starts from iteration 1. */
  public void begin(Attempt attempt) {
    throw new UnsupportedOperationException();
  }

  /** Appends consecutive iterations; a partly filled chunk is readable at once. */
  public void append(Attempt attempt, StepBatch steps) {
    throw new UnsupportedOperationException();
  }

  /** Notes the metrics of an epoch. */
  public void epochEnded(Attempt attempt, int epoch, long iteration, Map<String, Double> metrics) {
    throw new UnsupportedOperationException();
  }
}
