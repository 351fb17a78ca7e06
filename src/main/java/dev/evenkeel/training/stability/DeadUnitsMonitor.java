package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports a rectifying layer of which 85 % of the units answer 0 to a whole batch in three samples
 * running: no gradient passes them, they will not come back (Lu et al., Dying ReLU, 2019). Healthy
 * layers reach 53 %.
 */
public final class DeadUnitsMonitor implements StabilityMonitor {

  private static final double LIMIT = 0.85;
  private static final int RUNNING = 3;

  private int[] running = {};

  @Override
  public Optional<Finding> inspect(LayerSample sample) {
    double[] dead = sample.deadUnits();
    running = running.length == dead.length ? running : new int[dead.length];
    for (int layer = 0; layer < dead.length; layer++) {
      running[layer] = dead[layer] >= LIMIT ? running[layer] + 1 : 0;
      if (running[layer] >= RUNNING) {
        return Optional.of(
            new Finding(
                Symptom.DEAD_UNITS,
                Severity.CRITICAL,
                sample.iteration(),
                layer,
                dead[layer],
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
    running = state.counts("running");
  }
}
