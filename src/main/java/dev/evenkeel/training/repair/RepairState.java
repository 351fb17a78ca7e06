package dev.evenkeel.training.repair;

import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.Set;
import java.util.TreeSet;

/**
 * What outlives the restarts of a run: its incidents, what was tried already, what repairs have
 * cost.
 *
 * <p>Belongs to the training thread.
 */
public final class RepairState {

  /** A third bad step running is no passing trouble. */
  private static final int MOST_SKIPS_RUNNING = 2;

  private final Mode mode;
  private final StabilityWatch watch;
  private final RepairLadder ladder;
  private final Set<Integer> excluded = new TreeSet<>();
  private boolean treated;
  private int skipsRunning;
  private long budget;
  private long spent;
  private long probed;
  private long recorded;

  public RepairState(Mode mode, StabilityWatch watch, RepairLadder ladder) {
    this.mode = mode;
    this.watch = watch;
    this.ladder = ladder;
  }

  /** Of a run that nobody looks at. */
  public static RepairState none() {
    return new RepairState(Mode.OFF, StabilityWatch.off(), new RepairLadder(Set.of()));
  }

  public Mode mode() {
    return mode;
  }

  public StabilityWatch watch() {
    return watch;
  }

  public RepairLadder ladder() {
    return ladder;
  }

  /** Rows that are left out from now on. */
  public Set<Integer> excluded() {
    return excluded;
  }

  /** Repairs may take as many iterations again as the run itself. */
  public void budget(long iterations) {
    budget = iterations;
  }

  /** Whether so many iterations or gradients can still be spent on repairs. */
  boolean affords(long gradients) {
    return spent + gradients <= budget;
  }

  /** An update was skipped, or applied: only so many may be skipped running. */
  public void applied(boolean yes) {
    skipsRunning = yes ? 0 : skipsRunning + 1;
  }

  boolean maySkip() {
    return skipsRunning < MOST_SKIPS_RUNNING;
  }

  /** Whether anything but a skip was done about a finding in the course of the run. */
  public boolean isTreated() {
    return treated;
  }

  public void treat() {
    treated = true;
  }

  /** Iterations lost to a rollback or restart. */
  public void lose(long iterations) {
    spent += iterations;
  }

  /** Gradients computed by probes. */
  void probe(long gradients) {
    spent += gradients;
    probed += gradients;
  }

  /** Every gradient computed, probes included. */
  public long executed() {
    return recorded + probed;
  }

  /** Notes a recorded iteration; answers its number, from 1. */
  public long record() {
    return ++recorded;
  }

  /** Recorded iterations so far, those before a restart included. */
  public long recorded() {
    return recorded;
  }
}
