package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports a loss that stays above twice what a constant answer reaches: the network does worse than
 * not looking at its inputs at all.
 *
 * <p>Judged after 20 iterations, when any healthy start is over, for 20 iterations running without
 * a fall by a tenth, or for 100 whatever it does. Such a net is not always seen by non-finite
 * numbers: cross-entropy is clipped, a diverged classifier shows a calm 23.
 */
public final class HighLossMonitor implements StabilityMonitor {

  private static final double FACTOR = 2;
  private static final int START = 20;
  private static final int RUNNING = 20;
  private static final double FALLING = 0.9;
  private static final int PATIENCE = 100;

  /** A loss so high, and still rising over the start, needs no patience. */
  private static final double HOPELESS = 1e4;

  private final double limit;
  private final LossTrend trend = new LossTrend();
  private int above;
  private double reference;

  public HighLossMonitor(double neutral) {
    limit = FACTOR * neutral;
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    above = trend.count() > START && trend.smoothed() > limit ? above + 1 : 0;
    reference = above <= 1 ? trend.smoothed() : reference;
    // Rare classes have a low B: a loss on its way down to it is no sign of anything.
    boolean falling = trend.smoothed() < FALLING * reference && above < PATIENCE;
    boolean hopeless = step.loss() > HOPELESS * limit && trend.count() > 3;
    return above >= RUNNING && !falling || hopeless
        ? Optional.of(
            Finding.ofNetwork(Symptom.HIGH_LOSS, step.iteration(), trend.smoothed(), limit))
        : Optional.empty();
  }
}
