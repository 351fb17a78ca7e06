package dev.evenkeel.training.stability;

import java.util.List;
import java.util.Optional;

/**
 * Reports a layer whose updates are more than half as long as its parameters in three samples
 * running: whatever it had learned is overwritten by every step. Healthy layers stay below 0.09.
 *
 * <p>Batch normalization's gain and shift are left out, as their scale has no effect of its own.
 */
public final class OversizedUpdateMonitor implements StabilityMonitor {

  private static final double LIMIT = 0.5;
  private static final int RUNNING = 3;

  private final List<WatchedLayer> layers;
  private final int[] running;

  public OversizedUpdateMonitor(List<WatchedLayer> layers) {
    this.layers = layers;
    running = new int[layers.size()];
  }

  @Override
  public Optional<Finding> inspect(LayerSample sample) {
    for (int slot = 0; slot < running.length; slot++) {
      double ratio = sample.updateRatios()[slot];
      boolean counts = layers.get(slot).kind() != WatchedLayer.Kind.NORMALIZATION;
      running[slot] = counts && ratio > LIMIT ? running[slot] + 1 : 0;
      if (running[slot] >= RUNNING) {
        return Optional.of(
            new Finding(
                Symptom.OVERSIZED_UPDATE,
                Severity.CRITICAL,
                sample.iteration(),
                layers.get(slot).index(),
                ratio,
                LIMIT));
      }
    }
    return Optional.empty();
  }

  @Override
  public MonitorState state() {
    return MonitorState.NOTHING.withCounts("running", running);
  }

  @Override
  public void restore(MonitorState state) {
    System.arraycopy(state.counts("running"), 0, running, 0, running.length);
  }
}
