package dev.evenkeel.training.stability;

import java.util.Optional;

/**
 * Reports that the rarest of very unequal classes (more than 10 to 1) is given up: past the middle
 * of the plan its recall is below a fifth in two epochs running. Earlier the run may be about to
 * learn it; past a tenth of the plan where the spec itself says that classes may be weighed. A
 * class that was recognised before is not given up: the best epoch is kept.
 */
public final class MinorityCollapseMonitor implements StabilityMonitor {

  private static final double UNEQUAL = 10;
  private static final double LEAST_RECALL = 0.2;
  private static final double RECOGNISED = 0.5;
  private static final double START = 0.5;
  private static final double START_WHERE_NAMED = 0.1;
  private static final int RUNNING = 2;

  private final boolean unequal;
  private final double start;
  private boolean recognised;
  private int running;

  public MinorityCollapseMonitor(double classRatio, long iterations, boolean mayWeigh) {
    unequal = classRatio > UNEQUAL;
    start = (mayWeigh ? START_WHERE_NAMED : START) * iterations;
  }

  @Override
  public Optional<Finding> inspect(EpochSummary epoch) {
    recognised |= epoch.minorityRecall() >= RECOGNISED;
    boolean collapsed =
        unequal && !recognised && epoch.planned() >= start && epoch.minorityRecall() < LEAST_RECALL;
    running = collapsed ? running + 1 : 0;
    return running >= RUNNING
        ? Optional.of(
            Finding.ofNetwork(
                Symptom.MINORITY_COLLAPSE, epoch.iteration(), epoch.minorityRecall(), LEAST_RECALL))
        : Optional.empty();
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("recognised", recognised ? 1 : 0).with("running", running);
  }

  @Override
  public void restore(MonitorState state) {
    recognised = state.count("recognised") == 1;
    running = (int) state.count("running");
  }
}
