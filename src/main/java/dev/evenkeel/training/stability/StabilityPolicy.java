package dev.evenkeel.training.stability;

import java.util.Set;

/** Prescribes what is done about a finding; never does it. */
public sealed interface StabilityPolicy {

  /** A skipped update may be followed by this many more at most, the last of which ends the run. */
  int MOST_SKIPS_RUNNING = 3;

  /**
   * @param skipsRunning updates skipped immediately before
   */
  RepairAction decide(Finding finding, int skipsRunning);

  /** Acts, by what is allowed; where nothing that helps is allowed, the run ends. */
  record Repairing(Set<RepairAction> allowed) implements StabilityPolicy {

    public Repairing {
      allowed = Set.copyOf(allowed);
    }

    @Override
    public RepairAction decide(Finding finding, int skipsRunning) {
      if (finding.severity() != Severity.CRITICAL) {
        return RepairAction.NONE;
      }
      boolean mayskip =
          allowed.contains(RepairAction.SKIP_UPDATE) && skipsRunning + 1 < MOST_SKIPS_RUNNING;
      return mayskip ? RepairAction.SKIP_UPDATE : RepairAction.STOP;
    }
  }

  /** Ends the run at the first critical finding. */
  record Stopping() implements StabilityPolicy {

    @Override
    public RepairAction decide(Finding finding, int skipsRunning) {
      return finding.severity() == Severity.CRITICAL ? RepairAction.STOP : RepairAction.NONE;
    }
  }

  /** Takes note and never acts. */
  record Observing() implements StabilityPolicy {

    @Override
    public RepairAction decide(Finding finding, int skipsRunning) {
      return RepairAction.NONE;
    }
  }
}
