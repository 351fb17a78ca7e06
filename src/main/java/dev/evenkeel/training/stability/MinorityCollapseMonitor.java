package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports that the rarest of very unequal classes (more than 10 to 1) is not recognised: its recall
 * stays below one half from a tenth of the plan on, in two epochs running.
 */
public final class MinorityCollapseMonitor implements StabilityMonitor {

  private static final double UNEQUAL = 10;
  private static final double LEAST_RECALL = 0.5;
  private static final double START = 0.1;
  private static final int RUNNING = 2;

  private final boolean unequal;
  private final double start;
  private int running;

  public MinorityCollapseMonitor(double classRatio, long iterations) {
    unequal = classRatio > UNEQUAL;
    start = START * iterations;
  }

  @Override
  public Optional<Finding> inspect(EpochSummary epoch) {
    boolean collapsed =
        unequal && epoch.planned() >= start && epoch.minorityRecall() < LEAST_RECALL;
    running = collapsed ? running + 1 : 0;
    return running >= RUNNING
        ? Optional.of(
            Finding.ofNetwork(
                Symptom.MINORITY_COLLAPSE, epoch.iteration(), epoch.minorityRecall(), LEAST_RECALL))
        : Optional.empty();
  }
}
