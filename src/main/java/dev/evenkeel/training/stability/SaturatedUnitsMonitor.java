package dev.evenkeel.training.stability;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reports a layer of which half the activations are at a bound in five samples running: there the
 * derivative is next to 0, and the layers before learn nothing (Glorot and Bengio, 2010). Healthy
 * layers reach 9 %. Recurrent layers are left out: their gates are meant to close.
 */
public final class SaturatedUnitsMonitor implements StabilityMonitor {

  private static final double LIMIT = 0.5;
  private static final int RUNNING = 5;

  private final Set<Integer> recurrent = new HashSet<>();
  private int[] running = {};

  public SaturatedUnitsMonitor(List<WatchedLayer> layers) {
    layers.stream()
        .filter(layer -> layer.kind() == WatchedLayer.Kind.RECURRENT)
        .forEach(layer -> recurrent.add(layer.index()));
  }

  @Override
  public Optional<Finding> inspect(LayerSample sample) {
    double[] saturated = sample.saturatedUnits();
    running = running.length == saturated.length ? running : new int[saturated.length];
    for (int layer = 0; layer < saturated.length; layer++) {
      boolean counts = saturated[layer] >= LIMIT && !recurrent.contains(layer);
      running[layer] = counts ? running[layer] + 1 : 0;
      if (running[layer] >= RUNNING) {
        return Optional.of(
            new Finding(
                Symptom.SATURATED_UNITS,
                Severity.CRITICAL,
                sample.iteration(),
                layer,
                saturated[layer],
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
