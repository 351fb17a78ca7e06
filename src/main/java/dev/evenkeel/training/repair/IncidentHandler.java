package dev.evenkeel.training.repair;

import dev.evenkeel.training.NetworkSnapshot;
import dev.evenkeel.training.PendingStep;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers a finding:
 *
 * <pre>
 * present &lt;- the network's state and its waiting gradient
 * cause &lt;- root cause analysis                    by data, earlier states, trial runs
 * for each step of the ladder against that cause, as far as mode and budget allow
 *   plan it                                       nothing is done yet
 *   if the run still has finite numbers: hold it against going on as asked
 *   take it if it is clearly better, else the next
 * nothing taken: the present is put back to the last bit, and the run goes on as asked
 * </pre>
 *
 * <p>Belongs to the training thread.
 */
public final class IncidentHandler {

  /** A question by a monitor becomes an incident only on evidence as good as this. */
  private static final double CERTAIN = 0.8;

  /** A network that has learned this much is not ill because some of its units rest. */
  private static final double FINE = 0.5;

  /** A loss above this share of B: nothing is learned. */
  private static final double LOST = 0.9;

  /** Iterations of a control that may be carried out beside a repair, to settle a doubt. */
  private static final long MOST_IN_DOUBT = 1_500;

  /** Repairs that are tried out against one finding. */
  private static final int MOST_TRIALS = 3;

  private final RunUnderRepair run;
  private final RepairState repairState;
  private final RootCauseAnalysis analysis;
  private final RepairPlanner planner;
  private final ControlledTrial trial;
  private final IncidentLog log;

  public IncidentHandler(RunUnderRepair run) {
    this.run = run;
    repairState = run.context().repairState();
    analysis = new RootCauseAnalysis(run);
    planner = new RepairPlanner(run);
    trial = new ControlledTrial(run);
    log = new IncidentLog(run);
  }

  /**
   * The network when something was found.
   *
   * @param here its state, before the batch that it was found in
   */
  private record Present(Checkpoint here, PendingStep pending) {

    NetworkSnapshot state() {
      return here.state();
    }
  }

  /**
   * What was decided.
   *
   * @param tried the last trial; null where none was made
   */
  private record Decision(PlannedRepair planned, ControlledTrial.@Nullable Result tried) {}

  /** To be asked before the update; the network is as it was, unless the next step goes back. */
  public NextStep treat(Finding finding, Moment now) {
    boolean harmless = isHarmless(finding);
    Present present = present(now);
    long spent = repairState.spent();
    DiagnosedCause diagnosed =
        harmless
            ? DiagnosedCause.unknown("The network learns all the same.")
            : analysis.examine(finding, now, present.here());
    putBack(present);
    boolean question = finding.severity() == Severity.INFO;
    boolean unproven =
        question && (diagnosed.confidence() < CERTAIN || diagnosed.cause() == Cause.UNKNOWN);
    Finding judged = finding.withSeverity(harmless ? Severity.INFO : finding.symptom().severity());
    Decision decision =
        unproven || isAskedToStop()
            ? new Decision(nothing(), null)
            : decide(judged, diagnosed, now, present);
    Optional<StopReason> asked = run.context().signal().stopRequested();
    if (asked.isPresent()) {
      // Trial runs are broken off by it: what they found is worth nothing.
      return new NextStep.End(asked.get());
    }
    boolean taken = decision.planned().action() != RepairAction.NONE;
    boolean answered = !question || repairState.spent() > spent;
    if (!taken && answered) {
      repairState.watch().dismiss(finding);
    }
    if (question && !taken) {
      return new NextStep.GoOn();
    }
    return carryOut(decision, judged, diagnosed, now, present);
  }

  private Present present(Moment now) {
    Checkpoint here =
        new Checkpoint(
            now.position(), now.planned(), now.iteration(), Double.NaN, run.network().snapshot());
    return new Present(here, run.network().pending());
  }

  private void putBack(Present present) {
    run.network().restore(present.state());
    run.network().resume(present.pending());
  }

  private boolean isAskedToStop() {
    return run.context().signal().stopRequested().isPresent();
  }

  private static PlannedRepair nothing() {
    return PlannedRepair.without(
        RepairAction.NONE, new NextStep.GoOn(), "Nothing was done about it.");
  }

  private boolean isHarmless(Finding finding) {
    return switch (finding.symptom()) {
      case DEAD_UNITS, SATURATED_UNITS, OVERSIZED_UPDATE ->
          run.memory().trend().smoothed() < FINE * run.baseline();
      case NON_FINITE,
          EXPLODING_GRADIENT,
          HIGH_LOSS,
          RELAPSE,
          NOT_LEARNING,
          OSCILLATION,
          MINORITY_COLLAPSE,
          ZERO_GRADIENT,
          POOR_OUTCOME,
          SUSPICIOUS_SPEC ->
          false;
    };
  }

  private Decision decide(Finding finding, DiagnosedCause diagnosed, Moment now, Present present) {
    boolean critical = finding.severity() == Severity.CRITICAL;
    boolean hopeless = !critical && diagnosed.cause() == Cause.UNKNOWN;
    if (finding.severity() == Severity.INFO || hopeless) {
      return new Decision(nothing(), null);
    }
    Decision decision = climb(finding, diagnosed, now, present);
    ControlledTrial.Result tried = decision.tried();
    boolean confirmed = tried == null || tried.better();
    return repairState.mode() == Mode.STOP && critical && confirmed
        ? new Decision(end(), tried)
        : decision;
  }

  private PlannedRepair end() {
    return PlannedRepair.without(
        RepairAction.STOP,
        new NextStep.End(StopReason.DIVERGED),
        "The run was ended; the last good model is kept.");
  }

  /** The first step of the ladder that can be taken and is worth it. */
  private Decision climb(Finding finding, DiagnosedCause diagnosed, Moment now, Present present) {
    boolean nonFinite = finding.symptom() == Symptom.NON_FINITE;
    boolean maySkip = nonFinite && repairState.maySkip();
    // Who is not sure leaves out one update first: nothing is cheaper.
    Cause cause = maySkip && diagnosed.confidence() < CERTAIN ? Cause.UNKNOWN : diagnosed.cause();
    ControlledTrial.Result last = null;
    int tried = 0;
    while (tried < MOST_TRIALS && !isAskedToStop()) {
      RepairAction action = repairState.ladder().next(cause, maySkip);
      if (action == RepairAction.STOP) {
        break;
      }
      PlannedRepair planned =
          isPossible(action, diagnosed) ? planner.of(action, diagnosed, now) : null;
      if (planned == null || !affords(planned, diagnosed, now, nonFinite)) {
        continue;
      }
      if (nonFinite || !planned.replacesTheRun()) {
        return new Decision(planned, last);
      }
      tried++;
      last = trial.of(planned, present.state(), now);
      putBack(present);
      if (finding.symptom() == Symptom.MINORITY_COLLAPSE
          && maySettleLater(finding, planned, diagnosed, now)) {
        // Other weights cost accuracy at first: only the end can tell.
        return new Decision(planned, last);
      }
      if (last.better() || last.promising() && maySettleLater(finding, planned, diagnosed, now)) {
        return new Decision(planned, last);
      }
    }
    return new Decision(nonFinite ? atTheEnd() : lastResort(finding), last);
  }

  private boolean affords(
      PlannedRepair planned, DiagnosedCause diagnosed, Moment now, boolean nonFinite) {
    long trialCost = nonFinite || !planned.replacesTheRun() ? 0 : trial.cost(planned, now);
    return repairState.affords(undone(planned.action(), diagnosed, now) + trialCost);
  }

  /**
   * Whether a repair that is only promising may be taken: where the run as asked has nothing to
   * show and the budget lets both be carried out to their ends, so that the better one is kept.
   */
  private boolean maySettleLater(
      Finding finding, PlannedRepair planned, DiagnosedCause diagnosed, Moment now) {
    boolean nothingToShow =
        switch (finding.symptom()) {
          case NOT_LEARNING, MINORITY_COLLAPSE, RELAPSE, ZERO_GRADIENT -> true;
          case NON_FINITE,
              EXPLODING_GRADIENT,
              HIGH_LOSS,
              DEAD_UNITS,
              SATURATED_UNITS,
              OVERSIZED_UPDATE ->
              run.memory().trend().smoothed() > LOST * run.baseline();
          case OSCILLATION, POOR_OUTCOME, SUSPICIOUS_SPEC -> false;
        };
    long rest = run.facts().iterations() - now.planned();
    return nothingToShow
        && rest <= MOST_IN_DOUBT
        && repairState.control() == null
        && repairState.affords(undone(planned.action(), diagnosed, now) + rest);
  }

  /** Nothing is left against numbers that are none. */
  private PlannedRepair atTheEnd() {
    if (repairState.mode() != Mode.REPAIR) {
      return nothing();
    }
    return repairState.control() == null ? end() : backToControl();
  }

  /**
   * A repaired run that has learned nothing and is in trouble again is worth less than the control.
   */
  private PlannedRepair lastResort(Finding finding) {
    boolean lost =
        finding.severity() == Severity.CRITICAL
            && run.memory().trend().smoothed() > LOST * run.baseline();
    return lost && repairState.control() != null ? backToControl() : nothing();
  }

  private static PlannedRepair backToControl() {
    return PlannedRepair.without(
        RepairAction.NONE,
        new NextStep.BackToControl(),
        "Nothing is left to try: the run goes on as it was asked for from before the first repair.");
  }

  /**
   * A restart takes a rate that was found from the start. A line search has no batch to skip and no
   * rate to lower, but it can start anew.
   */
  private boolean isPossible(RepairAction action, DiagnosedCause diagnosed) {
    return switch (action) {
      case RESTART -> !run.isFullBatch() && diagnosed.origin() == run.checkpoints().start();
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION, STOP, NONE -> true;
      case SKIP_UPDATE, CLIP_GRADIENT, ROLLBACK, REDUCE_LEARNING_RATE, RAISE_LEARNING_RATE ->
          !run.isFullBatch();
    };
  }

  /** The iterations that an action would undo. */
  private long undone(RepairAction action, DiagnosedCause diagnosed, Moment now) {
    return switch (action) {
      case NONE, STOP, SKIP_UPDATE -> 0;
      case ROLLBACK, CLIP_GRADIENT ->
          now.planned() + 1 - run.checkpoints().lastGood(now.iteration()).planned();
      case REDUCE_LEARNING_RATE, RAISE_LEARNING_RATE ->
          now.planned() + 1 - (diagnosed.origin() == null ? 1 : diagnosed.origin().planned());
      case FIX_SPEC -> diagnosed.cause() == Cause.CLASS_IMBALANCE ? 0 : now.planned();
      case REINITIALIZE, CHANGE_ACTIVATION, RESTART -> now.planned();
    };
  }

  private NextStep carryOut(
      Decision decision, Finding finding, DiagnosedCause diagnosed, Moment now, Present present) {
    PlannedRepair planned = decision.planned();
    ControlledTrial.Result tried = decision.tried();
    boolean observed = repairState.mode() != Mode.REPAIR && planned.action() != RepairAction.STOP;
    // A trial that found nothing better says that there is nothing to be alarmed about.
    boolean taken = planned.action() != RepairAction.NONE;
    Finding told =
        tried != null && !tried.better() && !taken ? finding.withSeverity(Severity.INFO) : finding;
    DiagnosedCause evidence = tried == null ? diagnosed : tried.noted(diagnosed);
    String text = tried == null ? "" : tried.text() + " ";
    if (observed) {
      planned = nothing();
    }
    int incidents = repairState.watch().count();
    log.write(told, evidence, planned, text, now);
    // Numbers that are none are no way to go on.
    if (planned.replacesTheRun() && finding.symptom() != Symptom.NON_FINITE) {
      repairState.keepControl(
          new RepairState.Control(
              run.setup().spec(), now.position(), now.planned() - 1, present.state(), incidents));
      if (tried != null && !tried.better()) {
        repairState.doubt();
      }
    }
    planner.carryOut(planned);
    if (planned.next() instanceof NextStep.GoOn) {
      repairState.watch().leave(finding);
    }
    return planned.next();
  }
}
