package dev.evenkeel.training.repair;

import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about a finding, and how its incident tells of it; nothing is done yet.
 *
 * @param origin the state that the run goes back to; null where it goes on or starts anew
 * @param leftOut rows that are left out from then on
 * @param detail numbers of the action by snake_case name
 * @param sentence what was done, for the incident's message
 */
record PlannedRepair(
    RepairAction action,
    NextStep next,
    List<SpecChange> changes,
    @Nullable Checkpoint origin,
    List<Integer> leftOut,
    Map<String, Object> detail,
    String sentence) {

  /** Of one that goes on, or ends the run. */
  static PlannedRepair without(RepairAction action, NextStep next, String sentence) {
    return new PlannedRepair(action, next, List.of(), null, List.of(), Map.of(), sentence);
  }

  /** Whether the run as asked would still be there to be gone on with: then it is the control. */
  boolean replacesTheRun() {
    return next instanceof NextStep.GoBack || next instanceof NextStep.StartAnew;
  }

  /** Iterations of the plan, up to the present one, that are made again or lost by it. */
  long undone(RunPosition now) {
    long from = origin == null ? 1 : origin.planned();
    return replacesTheRun() ? now.planned() + 1 - from : 0;
  }

  /** The learning rate that it sets; NaN where it leaves it. */
  double rate() {
    return changes.stream()
        .filter(change -> change.pointer().equals(SpecRepairs.RATE))
        .map(SpecChange::to)
        .mapToDouble(to -> to instanceof Number number ? number.doubleValue() : Double.NaN)
        .findFirst()
        .orElse(Double.NaN);
  }
}
