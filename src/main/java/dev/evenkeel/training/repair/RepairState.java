package dev.evenkeel.training.repair;

import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.RepairLadder;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the restarts of a run: its incidents, what was tried already, what repairs have
 * cost.
 *
 * <p>Belongs to the training thread.
 */
public final class RepairState {

  /** A third bad step running is no passing trouble. */
  private static final int MOST_SKIPS_RUNNING = 2;

  /** A short run must be able to pay for a trial as well. */
  private static final int LEAST_BUDGET = 50;

  private final Mode mode;
  private final StabilityWatch watch;
  private final RepairLadder ladder;
  private final Set<Integer> excluded = new TreeSet<>();
  private final List<StandingWarning> standing = new ArrayList<>();
  private boolean treated;
  private boolean inDoubt;
  private @Nullable Control control;
  private int skipsRunning;
  private long planned;
  private long budget;
  private long spent;
  private long probed;

  /**
   * The run as it was asked for, where the first repair began: what repairs are measured by, and
   * what is gone on with where they come to nothing.
   *
   * @param next the place in the plan that it would have gone on at
   * @param done iterations of the plan before that
   * @param incidents that there had been by then
   */
  public record Control(
      TrainingSpec spec, PlanPosition next, long done, NetworkSnapshot state, int incidents) {}

  /**
   * All of it, but for what the spec says.
   *
   * @param planned iterations of the plan
   * @param budget iterations and gradients that repairs may take
   * @param probed gradients computed by probes, which are among those spent
   */
  public record State(
      StabilityWatch.State watch,
      Map<Cause, int[]> ladder,
      List<Integer> excluded,
      List<StandingWarning> standing,
      boolean treated,
      boolean inDoubt,
      @Nullable Control control,
      int skipsRunning,
      long planned,
      long budget,
      long spent,
      long probed) {}

  public RepairState(Mode mode, StabilityWatch watch, RepairLadder ladder) {
    this.mode = mode;
    this.watch = watch;
    this.ladder = ladder;
  }

  /** Of a run that nobody looks at. */
  public static RepairState none() {
    return new RepairState(Mode.OFF, StabilityWatch.off(), new RepairLadder(Set.of()));
  }

  public State state() {
    return new State(
        watch.state(),
        ladder.state(),
        List.copyOf(excluded),
        List.copyOf(standing),
        treated,
        inDoubt,
        control,
        skipsRunning,
        planned,
        budget,
        spent,
        probed);
  }

  /** Takes over what was known when a run was left. */
  public void restore(State state) {
    watch.restore(state.watch());
    ladder.restore(state.ladder());
    excluded.addAll(state.excluded());
    standing.addAll(state.standing());
    treated = state.treated();
    inDoubt = state.inDoubt();
    control = state.control();
    skipsRunning = state.skipsRunning();
    planned = state.planned();
    budget = state.budget();
    spent = state.spent();
    probed = state.probed();
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

  /** Repairs may take as many iterations again as the run itself, and a few where it is short. */
  public void budget(long iterations) {
    planned = iterations;
    budget = iterations + LEAST_BUDGET;
  }

  /** Notes what was found before the start and is not repaired: the first suspect if it breaks. */
  public void stand(StandingWarning warning) {
    standing.add(warning);
  }

  /** What was found before the start and stands, what is certain first. */
  public List<StandingWarning> standing() {
    return standing.stream().sorted(Comparator.comparing(warning -> !warning.certain())).toList();
  }

  /** Iterations of the plan. */
  public long planned() {
    return planned;
  }

  /**
   * Notes the run as asked, before the first repair that replaces it; later ones change nothing.
   */
  void keepControl(Control asked) {
    control = control == null ? asked : control;
  }

  /** A repair was taken on a promise: the control has to be carried out as well. */
  void doubt() {
    inDoubt = true;
  }

  /** Whether only the end of both can tell a repaired run from the control. */
  public boolean isInDoubt() {
    return inDoubt;
  }

  /** Null where nothing has replaced the run as asked. */
  public @Nullable Control control() {
    return control;
  }

  /** Iterations and gradients spent on repairs so far. */
  long spent() {
    return spent;
  }

  /** Whether so many iterations or gradients can still be spent on repairs. */
  public boolean affords(long gradients) {
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

  /** Gradients that probes have computed, beside the iterations of the run itself. */
  public long probed() {
    return probed;
  }
}
