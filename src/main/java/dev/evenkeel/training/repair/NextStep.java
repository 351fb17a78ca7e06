package dev.evenkeel.training.repair;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;

/** How the trainer goes on after an iteration; what was found is written down already. */
public sealed interface NextStep {

  /** Whether the next iteration is another one than the plan's next, or none. */
  default boolean leavesTheEpoch() {
    return this instanceof GoBack
        || this instanceof StartAnew
        || this instanceof BackToControl
        || this instanceof End;
  }

  /** As planned. */
  record GoOn() implements NextStep {}

  /** As planned, but the update was not applied. */
  record Skip() implements NextStep {}

  /** As planned; there was nothing to train on, and no iteration took place. */
  record PassOver() implements NextStep {}

  /** From an earlier state, which the network has been put into. */
  record GoBack(PlanPosition to, List<SpecChange> changes) implements NextStep {}

  /** From the start by a changed spec. */
  record StartAnew(List<SpecChange> changes) implements NextStep {}

  /** As it was asked for, from where the first repair began. */
  record BackToControl() implements NextStep {}

  /** Not at all. */
  record End(StopReason reason) implements NextStep {}
}
