package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Asks at 30 % of the plan whether a network that learns does so too slowly: the smoothed loss is
 * below 0.95 B, but above 0.6 B, and at the pace of the last 15 % ({@link LossTrend#projected}) it
 * will still be above 0.4 B at the end.
 *
 * <p>A question, for probes to answer: data that can't be told any better look the same.
 */
public final class SlowLearningMonitor implements StabilityMonitor {

  /** From here on a network counts as not learning at all. */
  public static final double NOTHING = 0.95;

  private static final double LITTLE = 0.6;
  static final double ENOUGH_AT_THE_END = 0.4;
  private static final double EARLIER = 0.15;
  private static final double ASKED = 0.3;

  /** The smoothed loss has to have settled by the earlier of the two. */
  private static final int LEAST = 30;

  private static final int LEAST_OF_ALL = 5;

  private final double baseline;
  private final long earlier;
  private final long asked;
  private final long iterations;
  private final long least;
  private final LossTrend trend = new LossTrend();
  private double before = Double.NaN;

  public SlowLearningMonitor(double baseline, long iterations) {
    this.baseline = baseline;
    this.iterations = iterations;
    least = Math.max(LEAST_OF_ALL, Math.min(LEAST, iterations / 8));
    earlier = (long) Math.ceil(EARLIER * iterations);
    asked = (long) Math.ceil(ASKED * iterations);
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    if (step.planned() == earlier && trend.count() >= least) {
      before = trend.smoothed();
    }
    // After a return to a state in between nothing is known of the pace.
    if (step.planned() != asked || Double.isNaN(before)) {
      return Optional.empty();
    }
    double now = trend.smoothed();
    double end = trend.projected(before, earlier, asked, iterations);
    boolean slow =
        now < NOTHING * baseline && now > LITTLE * baseline && end > ENOUGH_AT_THE_END * baseline;
    return slow
        ? Optional.of(
            new Finding(
                Symptom.NOT_LEARNING, Severity.INFO, step.iteration(), -1, now, LITTLE * baseline))
        : Optional.empty();
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("trend", trend.state()).with("before", before);
  }

  @Override
  public void restore(MonitorState state) {
    trend.restore(state.numbers("trend"));
    before = state.number("before");
  }
}
