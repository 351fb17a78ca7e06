package dev.evenkeel.training.repair;

/**
 * A place in the plan of a run.
 *
 * @param epoch counts from 1
 * @param index of a batch in its epoch, from 0
 */
public record PlanPosition(int epoch, int index) {

  public static final PlanPosition START = new PlanPosition(1, 0);

  /** The iteration of the plan, from 1. */
  public long iteration(int perEpoch) {
    return (long) (epoch - 1) * perEpoch + index + 1;
  }

  /** The place after it. */
  PlanPosition next(int perEpoch) {
    return index + 1 < perEpoch
        ? new PlanPosition(epoch, index + 1)
        : new PlanPosition(epoch + 1, 0);
  }
}
