package dev.evenkeel.history;

import dev.evenkeel.training.LayerShape;
import java.util.List;
import java.util.UUID;

/**
 * What of a job is needed to read its histories.
 *
 * @param layers those with parameters; empty until the network is built
 * @param iterationsPerEpoch 0 until then
 */
record RecordedJob(UUID id, List<LayerShape> layers, int iterationsPerEpoch) {

  /** Whether its network is known. */
  boolean isShaped() {
    return iterationsPerEpoch > 0;
  }

  long epochOf(long iteration) {
    return isShaped() ? 1 + (iteration - 1) / iterationsPerEpoch : 1;
  }
}
