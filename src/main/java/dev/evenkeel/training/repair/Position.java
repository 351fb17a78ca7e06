package dev.evenkeel.training.repair;

/**
 * A place in the plan of a run.
 *
 * @param epoch counts from 1
 * @param index of a batch in its epoch, from 0
 */
public record Position(int epoch, int index) {

  public static final Position START = new Position(1, 0);

  /** The iteration of the plan, from 1. */
  public long iteration(int perEpoch) {
    return (long) (epoch - 1) * perEpoch + index + 1;
  }

  /** The place after it. */
  Position next(int perEpoch) {
    return index + 1 < perEpoch ? new Position(epoch, index + 1) : new Position(epoch + 1, 0);
  }
}
