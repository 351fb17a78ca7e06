package dev.evenkeel.training;

import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.RepairAction;

/** Tells how many iterations of its plan a repair makes the run do again, before it is chosen. */
final class RepairCost {

  private RepairCost() {}

  static long of(RepairAction action, Clues clues, Moment now, Checkpoints checkpoints) {
    return switch (action) {
      case NONE, STOP, SKIP_UPDATE -> 0;
      case ROLLBACK -> since(checkpoints.lastGood(now.iteration()).planned(), now);
      case REDUCE_LEARNING_RATE, RAISE_LEARNING_RATE ->
          since(origin(clues, now, checkpoints).planned(), now);
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION, CLIP_GRADIENT, RESTART -> since(1, now);
    };
  }

  private static Checkpoints.Checkpoint origin(Clues clues, Moment now, Checkpoints checkpoints) {
    if (clues.cause() == Cause.SCHEDULE_JUMP) {
      return checkpoints.lastGood(now.iteration());
    }
    return clues.origin() == null ? checkpoints.start() : clues.origin();
  }

  private static long since(long planned, Moment now) {
    return now.planned() - planned + 1;
  }
}
