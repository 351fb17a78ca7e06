package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports a gradient of exactly 0 in ten steps running: whatever the network answers, no weight has
 * a part in it, and none will ever change. A gradient that is merely small never is exactly 0.
 */
public final class ZeroGradientMonitor implements StabilityMonitor {

  private static final int RUNNING = 10;

  private int running;

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    // A loss of 0 has no gradient either, and needs none.
    running = step.gradientNorm() == 0 && step.loss() > 0 ? running + 1 : 0;
    return running == RUNNING
        ? Optional.of(Finding.ofNetwork(Symptom.ZERO_GRADIENT, step.iteration(), 0, 0))
        : Optional.empty();
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("running", running);
  }

  @Override
  public void restore(MonitorState state) {
    running = (int) state.count("running");
  }
}
