package dev.evenkeel.training.care;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;

/** How the trainer goes on after an iteration; what was found is written down already. */
public sealed interface Treatment {

  /** As planned. */
  record GoOn() implements Treatment {}

  /** As planned, but the update was not applied. */
  record Skip() implements Treatment {}

  /** As planned; there was nothing to train on, and no iteration took place. */
  record PassOver() implements Treatment {}

  /** From an earlier state, which the network has been put into. */
  record GoBack(Position to, List<SpecChange> changes) implements Treatment {}

  /** From the start by a changed spec. */
  record StartAnew(List<SpecChange> changes) implements Treatment {}

  /** Not at all. */
  record End(StopReason reason) implements Treatment {}
}
