package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports a network that has forgotten most of what it had learned: the smoothed loss fell below
 * 0.6 B and has since given back 60 % of its gain, and so has every batch for five iterations
 * running; or the smoothed loss alone for thirty.
 *
 * <p>Short rises are normal at the edge of stability (Cohen et al., 2021), and warm restarts give
 * back less. A network that was thrown off and learns again within a few batches needs no help.
 */
public final class RelapseMonitor implements StabilityMonitor {

  private static final double LEARNED = 0.6;
  private static final double GIVEN_BACK = 0.6;

  private static final int RUNNING = 5;

  /** A single batch with a huge loss keeps the smoothed one up for fewer. */
  private static final int SMOOTHED_RUNNING = 30;

  /** Rare classes with large weights make a loss jump from batch to batch. */
  private static final double NOISE = 4;

  private final double baseline;
  private final LossTrend trend = new LossTrend();
  private int above;
  private int batchesAbove;

  public RelapseMonitor(double baseline) {
    this.baseline = baseline;
  }

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    trend.add(step.loss());
    if (trend.best() >= LEARNED * baseline) {
      above = 0;
      batchesAbove = 0;
      return Optional.empty();
    }
    double limit = trend.best() + GIVEN_BACK * (baseline - trend.best()) + NOISE * trend.noise();
    above = trend.smoothed() > limit ? above + 1 : 0;
    batchesAbove = above > 0 && step.loss() > limit ? batchesAbove + 1 : 0;
    return batchesAbove >= RUNNING || above >= SMOOTHED_RUNNING
        ? Optional.of(Finding.ofNetwork(Symptom.RELAPSE, step.iteration(), trend.smoothed(), limit))
        : Optional.empty();
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("trend", trend.state())
        .with("above", above)
        .with("batches_above", batchesAbove);
  }

  @Override
  public void restore(MonitorState state) {
    trend.restore(state.numbers("trend"));
    above = (int) state.count("above");
    batchesAbove = (int) state.count("batches_above");
  }
}
