package dev.evenkeel.history;

import dev.evenkeel.training.plan.layers.LayerShape;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;

/**
 * What of a job is needed to read its histories.
 *
 * @param layers those with parameters; empty until the network is built
 * @param iterationsPerEpoch 0 until then
 * @param shifts by the last iteration before each; empty where no repair has gone back
 */
record RecordedJob(
    UUID id,
    List<LayerShape> layers,
    int iterationsPerEpoch,
    NavigableMap<Long, EpochShift> shifts) {

  private static final EpochShift NONE = new EpochShift(1, 0);

  /**
   * Where a run's epochs have fallen behind its iterations, because a repair trained part of it
   * again.
   *
   * @param epoch the first that ended after it
   * @param drift iterations that belong to no epoch of a run without repairs
   */
  record EpochShift(int epoch, long drift) {}

  /** Whether its network is known. */
  boolean isShaped() {
    return iterationsPerEpoch > 0;
  }

  /** Iterations that a repair has undone count to the epoch that ended next. */
  long epochOf(long iteration) {
    if (!isShaped()) {
      return 1;
    }
    Map.Entry<Long, EpochShift> last = shifts.lowerEntry(iteration);
    EpochShift shift = last == null ? NONE : last.getValue();
    long regular = 1 + Math.floorDiv(iteration - shift.drift() - 1, (long) iterationsPerEpoch);
    return Math.max(shift.epoch(), regular);
  }
}
