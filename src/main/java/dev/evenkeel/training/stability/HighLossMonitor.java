package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports a loss that stays above twice what a constant answer reaches: the network does worse than
 * not looking at its inputs at all.
 *
 * <p>Judged after 20 iterations, when any healthy start is over, for 20 iterations running. Such a
 * net is not always seen by non-finite numbers: cross-entropy is clipped, a diverged classifier
 * shows a calm 23.
 */
public final class HighLossMonitor implements StabilityMonitor {

  private static final double FACTOR = 2;
  private static final int START = 20;
  private static final int RUNNING = 20;

  /** A loss so high, and still rising over the start, needs no patience. */
  private static final double HOPELESS = 1e4;

  private final double limit;
  private final LossTrend trend = new LossTrend();
  private int above;

  public HighLossMonitor(double baseline) {
    limit = FACTOR * baseline;
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    above = trend.count() > START && trend.smoothed() > limit ? above + 1 : 0;
    boolean hopeless = step.loss() > HOPELESS * limit && trend.count() > 3;
    return above >= RUNNING || hopeless
        ? Optional.of(
            Finding.ofNetwork(Symptom.HIGH_LOSS, step.iteration(), trend.smoothed(), limit))
        : Optional.empty();
  }
}
