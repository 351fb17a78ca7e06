package dev.evenkeel.training.repair;

import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the first step of the ladder that is possible, can be afforded and is clearly better than
 * going on as asked. Nothing is carried out yet, and the network is as it was.
 *
 * <p>Belongs to the training thread.
 */
final class RepairChoice {

  /** A loss above this share of B: nothing is learned. */
  private static final double LOST = 0.9;

  /** Iterations of a control that may be carried out beside a repair, to settle a doubt. */
  private static final long MOST_IN_DOUBT = 1_500;

  /** Repairs that are tried out against one finding. */
  private static final int MOST_TRIALS = 3;

  private final RunUnderRepair run;
  private final RepairState repairState;
  private final RepairPlanner planner;
  private final ControlledTrial trial;

  RepairChoice(RunUnderRepair run, RepairPlanner planner) {
    this.run = run;
    this.planner = planner;
    repairState = run.context().repairState();
    trial = new ControlledTrial(run);
  }

  /**
   * What was decided.
   *
   * @param tried the last trial; null where none was made
   */
  record Decision(PlannedRepair planned, ControlledTrial.@Nullable Result tried) {}

  static PlannedRepair nothing() {
    return PlannedRepair.without(
        RepairAction.NONE, new NextStep.GoOn(), "Nothing was done about it.");
  }

  /** Chooses a repair against what was found. */
  Decision of(Finding finding, DiagnosedCause diagnosed, RunPosition now, Present present) {
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
  private Decision climb(
      Finding finding, DiagnosedCause diagnosed, RunPosition now, Present present) {
    boolean nonFinite = finding.symptom() == Symptom.NON_FINITE;
    boolean maySkip = nonFinite && repairState.maySkip();
    // Who is not sure leaves out one update first: nothing is cheaper.
    Cause cause = maySkip && !diagnosed.isCertain() ? Cause.UNKNOWN : diagnosed.cause();
    ControlledTrial.Result last = null;
    ExampleScores control = null;
    int tried = 0;
    while (tried < MOST_TRIALS && !run.isAskedToStop()) {
      RepairAction action = repairState.ladder().next(cause, maySkip);
      if (action == RepairAction.STOP) {
        break;
      }
      PlannedRepair planned =
          isPossible(action, diagnosed) ? planner.of(action, diagnosed, now) : null;
      if (planned == null || !affords(planned, now, nonFinite)) {
        continue;
      }
      if (nonFinite || !planned.replacesTheRun()) {
        return new Decision(planned, last);
      }
      tried++;
      control = control == null ? trial.control(present.state(), now) : control;
      present.putBack(run.network());
      if (finding.symptom() == Symptom.NOT_LEARNING && control.answersWell()) {
        // It was about to learn.
        break;
      }
      last = trial.of(planned, control, now);
      present.putBack(run.network());
      boolean promising = last.promising() || mayPayLater(finding, planned);
      if (last.better() || promising && maySettleLater(finding, planned, now)) {
        return new Decision(planned, last);
      }
      if (last.worse()) {
        break;
      }
    }
    return new Decision(nonFinite ? atTheEnd() : lastResort(finding), last);
  }

  /** Weights of classes cost accuracy at first: a trial that shows no gain is not the last word. */
  private boolean mayPayLater(Finding finding, PlannedRepair planned) {
    return finding.symptom() == Symptom.MINORITY_COLLAPSE
        && (run.facts().mayWeigh() || trial.mayPay(planned));
  }

  private boolean affords(PlannedRepair planned, RunPosition now, boolean nonFinite) {
    long trialCost = nonFinite || !planned.replacesTheRun() ? 0 : trial.cost();
    return repairState.affords(planned.undone(now) + trialCost);
  }

  /**
   * Whether a repair that is only promising may be taken: where the run as asked has nothing to
   * show and the budget lets both be carried out to their ends, so that the better one is kept.
   */
  private boolean maySettleLater(Finding finding, PlannedRepair planned, RunPosition now) {
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
        && repairState.affords(planned.undone(now) + rest);
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
}
