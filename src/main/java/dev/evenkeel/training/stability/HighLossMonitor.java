package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports a loss that stays above twice what a constant answer reaches and does not fall: the
 * network does worse than not looking at its inputs at all, and is not on its way to anything
 * better.
 *
 * <p>Judged after 20 iterations, when any healthy start is over. A loss that is high but falling is
 * a slow start: small networks and small rates have one. Such a net is not always seen by
 * non-finite numbers: cross-entropy is clipped, a diverged classifier shows a calm 23.
 */
public final class HighLossMonitor implements StabilityMonitor {

  private static final double FACTOR = 2;
  private static final int START = 20;

  /** A new low is one by a hundredth. */
  private static final double FALL = 0.99;

  /** Iterations without a new low after which a loss counts as standing; or a share of the plan. */
  private static final int STANDING = 40;

  private static final double STANDING_SHARE = 0.03;

  /** A loss so high, and still rising over the start, needs no patience. */
  private static final double HOPELESS = 1e4;

  private final double limit;
  private final long standing;
  private final LossTrend trend = new LossTrend();
  private double low = Double.POSITIVE_INFINITY;
  private long since;

  public HighLossMonitor(double neutral, long iterations) {
    limit = FACTOR * neutral;
    standing = Math.max(STANDING, (long) (STANDING_SHARE * iterations));
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    boolean hopeless = step.loss() > HOPELESS * limit && trend.count() > 3;
    if (trend.count() > START) {
      since++;
      if (trend.smoothed() < FALL * low) {
        low = trend.smoothed();
        since = 0;
      }
    }
    return trend.smoothed() > limit && since >= standing || hopeless
        ? Optional.of(
            Finding.ofNetwork(Symptom.HIGH_LOSS, step.iteration(), trend.smoothed(), limit))
        : Optional.empty();
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("trend", trend.state()).with("low", low).with("since", since);
  }

  @Override
  public void restore(MonitorState state) {
    trend.restore(state.numbers("trend"));
    low = state.number("low");
    since = state.count("since");
  }
}
