package dev.evenkeel.training;

import java.util.Optional;

/** Read by the trainer between two batches: whether somebody wants the run to end. Thread-safe. */
public interface RunSignal {

  /** {@link StopReason#CANCELLED} or {@link StopReason#TIMED_OUT} once asked for. */
  Optional<StopReason> stopRequested();
}
