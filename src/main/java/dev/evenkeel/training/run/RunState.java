package dev.evenkeel.training.run;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.spec.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * A whole run as plain data, at its start or between any two of its iterations: what is made from
 * it goes on to the same bits. Its arrays are shared and must not be written to.
 *
 * @param trainer the arm that is carried out, and how far
 * @param repair incidents, what was tried, what repairs have cost
 * @param control the run as asked, where the first repair began; null where none did in an earlier
 *     arm
 * @param best what came of the best earlier arm; null in the first
 * @param latest how the last one ended
 * @param untouched the spec that was changed before the start; null where it was not, or was tried
 */
public record RunState(
    TrainerState trainer,
    RepairState.State repair,
    Arm.@Nullable Resumed control,
    @Nullable ArmOutcome best,
    StopReason latest,
    @Nullable TrainingSpec untouched) {

  /**
   * Of a run before its first iteration.
   *
   * @param asked the spec as it was asked for
   * @param present without what is certainly wrong with it
   */
  static RunState initial(TrainingSpec asked, TrainingSpec present, RepairState repairState) {
    return new RunState(
        TrainerState.initial(Arm.asAsked(present), 0),
        repairState.state(),
        null,
        null,
        StopReason.COMPLETED,
        asked.equals(present) ? null : asked);
  }

  /** Recorded iterations so far. */
  public long recorded() {
    return trainer.recorded();
  }
}
