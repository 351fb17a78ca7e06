package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Asks at 3, 10, 30 and 50 % of the plan whether anything has been learned: the smoothed loss
 * stands above 0.95 B and has never been below 0.9 B.
 *
 * <p>Up to 30 % that is a question only, for probes to answer: some networks sit on a plateau for
 * long and leave it in time. Unanswered it becomes a finding at 50 %, if that is not before the
 * hundredth iteration. Not asked is a loss that falls, by more than its noise, at a pace that
 * brings it below 0.4 B by the end ({@link LossTrend#projected}), judged by the last third of what
 * was done.
 */
public final class NotLearningMonitor implements StabilityMonitor {

  private static final double[] CHECKPOINTS = {0.03, 0.1, 0.3, 0.5};
  private static final double SOMETHING = 0.9;
  private static final double PACE_FROM = 2.0 / 3;

  /** Standard deviations of the smoothed loss that a fall has to exceed. */
  private static final double NOISE = 2;

  /** Steps before the first question; a quarter of a short plan. */
  private static final int LEAST = 30;

  private static final int LEAST_OF_ALL = 10;

  /** A run this short may well end before it has begun to learn. */
  private static final int ENOUGH = 100;

  private final double baseline;
  private final long iterations;
  private final long least;
  private final LossTrend trend = new LossTrend();
  private int next;
  private long first;
  private double earlier = Double.NaN;

  public NotLearningMonitor(double baseline, long iterations) {
    this.baseline = baseline;
    this.iterations = iterations;
    least = Math.max(LEAST_OF_ALL, Math.min(LEAST, iterations / 4));
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    if (first == 0) {
      first = step.planned();
      skipPast(step.planned());
    }
    if (next < CHECKPOINTS.length && step.planned() == (long) (PACE_FROM * asked())) {
      earlier = trend.smoothed();
    }
    if (next >= CHECKPOINTS.length || step.planned() < due(next) || trend.count() < least) {
      return Optional.empty();
    }
    boolean onItsWay = isOnItsWay(step.planned());
    // A short plan passes several of them before it can be judged: asked once is enough.
    while (next < CHECKPOINTS.length && due(next) <= step.planned()) {
      next++;
    }
    boolean last = next == CHECKPOINTS.length && trend.count() >= ENOUGH;
    boolean nothing =
        trend.smoothed() > SlowLearningMonitor.NOTHING * baseline
            && trend.best() > SOMETHING * baseline;
    return nothing && !onItsWay
        ? Optional.of(
            new Finding(
                Symptom.NOT_LEARNING,
                last ? Severity.WARNING : Severity.INFO,
                step.iteration(),
                -1,
                trend.smoothed(),
                SlowLearningMonitor.NOTHING * baseline))
        : Optional.empty();
  }

  /** Where the next question will be asked, if no loss is lost to non-finite numbers. */
  private long asked() {
    return Math.max(due(next), first + least - 1);
  }

  private boolean isOnItsWay(long planned) {
    double end = trend.projected(earlier, (long) (PACE_FROM * planned), planned, iterations);
    return earlier - trend.smoothed() > NOISE * trend.deviation()
        && end < SlowLearningMonitor.ENOUGH_AT_THE_END * baseline;
  }

  /** A replay is not asked again what was asked before. */
  private void skipPast(long planned) {
    while (next < CHECKPOINTS.length - 1 && due(next) < planned) {
      next++;
    }
  }

  private long due(int checkpoint) {
    return (long) Math.ceil(CHECKPOINTS[checkpoint] * iterations);
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("trend", trend.state())
        .with("next", next)
        .with("first", first)
        .with("earlier", earlier);
  }

  @Override
  public void restore(MonitorState state) {
    trend.restore(state.numbers("trend"));
    next = (int) state.count("next");
    first = state.count("first");
    earlier = state.number("earlier");
  }
}
