package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Asks at 3, 10, 30 and 50 % of the plan whether anything has been learned: the smoothed loss
 * stands above 0.95 B and has never been below 0.9 B.
 *
 * <p>Up to 30 % that is a question only, for probes to answer: some networks sit on a plateau for
 * long and leave it in time. Unanswered it becomes a finding at 50 %, if that is not before the
 * hundredth iteration.
 */
public final class NotLearningMonitor implements StabilityMonitor {

  private static final double[] CHECKPOINTS = {0.03, 0.1, 0.3, 0.5};
  private static final double SOMETHING = 0.9;

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
  private boolean begun;

  public NotLearningMonitor(double baseline, long iterations) {
    this.baseline = baseline;
    this.iterations = iterations;
    least = Math.max(LEAST_OF_ALL, Math.min(LEAST, iterations / 4));
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    if (!begun) {
      begun = true;
      skipPast(step.planned());
    }
    if (next >= CHECKPOINTS.length || step.planned() < due(next) || trend.count() < least) {
      return Optional.empty();
    }
    // A short plan passes several of them before it can be judged: asked once is enough.
    while (next < CHECKPOINTS.length && due(next) <= step.planned()) {
      next++;
    }
    boolean last = next == CHECKPOINTS.length && trend.count() >= ENOUGH;
    boolean nothing =
        trend.smoothed() > SlowLearningMonitor.NOTHING * baseline
            && trend.best() > SOMETHING * baseline;
    return nothing
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

  /** A replay is not asked again what was asked before. */
  private void skipPast(long planned) {
    while (next < CHECKPOINTS.length - 1 && due(next) < planned) {
      next++;
    }
  }

  private long due(int checkpoint) {
    return (long) Math.ceil(CHECKPOINTS[checkpoint] * iterations);
  }
}
