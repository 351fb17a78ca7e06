package dev.evenkeel.training.stability;

import java.util.List;

/** Shows a monitor numbers from iteration 1 on, and notes the iterations in which it objects. */
final class Shown {

  private final StabilityMonitor monitor;
  private final java.util.ArrayList<Finding> findings = new java.util.ArrayList<>();
  private long iteration;

  Shown(StabilityMonitor monitor) {
    this.monitor = monitor;
  }

  /** Steps of one loss and a gradient norm of 1. */
  Shown losses(int times, double loss) {
    for (int i = 0; i < times; i++) {
      step(loss, 1);
    }
    return this;
  }

  Shown step(double loss, double norm) {
    long now = ++iteration;
    monitor
        .inspect(new StepMetrics(now, 1, loss, norm, new double[] {norm}, true))
        .ifPresent(findings::add);
    return this;
  }

  /** Samples of the layers. */
  Shown layers(double[] updateRatios, double[] dead, double[] saturated) {
    long now = ++iteration;
    monitor
        .inspect(new LayerSample(now, now, 1, updateRatios, dead, saturated))
        .ifPresent(findings::add);
    return this;
  }

  /** Epochs of ten iterations each. */
  Shown epoch(double loss, double recall) {
    iteration += 10;
    monitor
        .inspect(new EpochSummary(iteration, iteration, (int) (iteration / 10), loss, recall))
        .ifPresent(findings::add);
    return this;
  }

  List<Long> iterations() {
    return findings.stream().map(Finding::iteration).toList();
  }

  List<Finding> findings() {
    return findings;
  }

  Finding first() {
    return findings.get(0);
  }
}
