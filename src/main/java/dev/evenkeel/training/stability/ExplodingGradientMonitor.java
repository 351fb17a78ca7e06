package dev.evenkeel.training.stability;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reports a gradient norm that towers over the run's own recent past while the loss is bad as well.
 *
 * <p>The limit is 100 times the median of the last 50 unremarkable norms, so it follows the network
 * being trained instead of a constant somebody has to guess (clipping by a quantile of the recent
 * norms: Seetharaman et al., AutoClip, 2020). Alone it is no alarm: deep networks with batch
 * normalization reach 41 times their median while they learn.
 */
public final class ExplodingGradientMonitor implements StabilityMonitor {

  private static final int WINDOW = 50;
  private static final int LEAST = 30;
  private static final double FACTOR = 100;
  private static final double SMALLEST = 10;
  private static final double BAD_LOSS = 2;

  private final double neutral;
  private final double[] norms = new double[WINDOW];
  private final double[] sorted = new double[WINDOW];
  private long count;

  public ExplodingGradientMonitor(double neutral) {
    this.neutral = neutral;
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    double norm = step.gradientNorm();
    // Cheap first: the median is taken of suspects only.
    if (norm > SMALLEST && step.loss() > BAD_LOSS * neutral && count >= LEAST) {
      double limit = FACTOR * median();
      if (norm > limit) {
        // Not remembered: one explosion must not make the next one look normal.
        return Optional.of(
            Finding.ofNetwork(Symptom.EXPLODING_GRADIENT, step.iteration(), norm, limit));
      }
    }
    if (Double.isFinite(norm)) {
      norms[(int) (count++ % WINDOW)] = norm;
    }
    return Optional.empty();
  }

  private double median() {
    int filled = (int) Math.min(count, WINDOW);
    System.arraycopy(norms, 0, sorted, 0, filled);
    Arrays.sort(sorted, 0, filled);
    return sorted[filled / 2];
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("norms", norms).with("count", count);
  }

  @Override
  public void restore(MonitorState state) {
    System.arraycopy(state.numbers("norms"), 0, norms, 0, WINDOW);
    count = state.count("count");
  }
}
