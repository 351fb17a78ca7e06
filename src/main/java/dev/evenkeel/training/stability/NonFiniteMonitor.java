package dev.evenkeel.training.stability;

import java.util.List;
import java.util.Optional;

/** Reports a loss, gradient or running statistic that is not a finite number. */
public final class NonFiniteMonitor implements StabilityMonitor {

  private final List<WatchedLayer> layers;

  public NonFiniteMonitor(List<WatchedLayer> layers) {
    this.layers = layers;
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    if (Double.isFinite(step.loss())
        && Double.isFinite(step.gradientNorm())
        && step.statisticsFinite()) {
      return Optional.empty();
    }
    double value = Double.isFinite(step.loss()) ? step.gradientNorm() : step.loss();
    return Optional.of(
        new Finding(
            Symptom.NON_FINITE,
            Severity.CRITICAL,
            step.iteration(),
            onlyLayer(step.layerGradientNorms()),
            value,
            // Every finite number would do.
            Double.POSITIVE_INFINITY));
  }

  /** The layer that it came from, where it did not spread to all of them. */
  private int onlyLayer(double[] norms) {
    int first = -1;
    int count = 0;
    for (int layer = 0; layer < norms.length; layer++) {
      if (!Double.isFinite(norms[layer])) {
        first = count++ == 0 ? layer : first;
      }
    }
    return first >= 0 && count < norms.length ? layers.get(first).index() : -1;
  }

  @Override
  public MonitorState state() {
    return MonitorState.NOTHING;
  }

  @Override
  public void restore(MonitorState state) {
    // Each step is judged by itself.
  }
}
