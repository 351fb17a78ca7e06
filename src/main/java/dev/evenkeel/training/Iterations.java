package dev.evenkeel.training;

import dev.evenkeel.training.stability.RepairAction;
import java.util.Optional;

/** The iterations of an epoch: one for each batch, or a single one over all of them. */
interface Iterations extends AutoCloseable {

  int perEpoch();

  void beginEpoch(int epoch);

  /**
   * Carries out an iteration.
   *
   * @param index in its epoch, from 0
   * @param iteration in the run, from 1
   * @return why the run ends with this iteration, if it does
   */
  Optional<StopReason> run(int index, long iteration, int epoch);

  /** The numbers of the last iteration; reused by the next. */
  StepRecord record();

  @Override
  void close();

  /** The run's end, where the watch has given up. */
  static Optional<StopReason> endedBy(RepairAction action) {
    return action == RepairAction.STOP ? Optional.of(StopReason.DIVERGED) : Optional.empty();
  }
}
