package dev.evenkeel.training.stability;

/** What can be done about an unstable run, cheapest first. */
public enum RepairAction {
  FIX_SPEC,
  SKIP_UPDATE,
  CLIP_GRADIENT,
  ROLLBACK,
  REDUCE_LEARNING_RATE,
  RAISE_LEARNING_RATE,
  REINITIALIZE,
  CHANGE_ACTIVATION,
  RESTART,
  STOP,
  NONE;

  /** Whether the run goes on from another state or by another spec than without it. */
  boolean replacesTheRun() {
    return this != SKIP_UPDATE && this != STOP && this != NONE;
  }
}
