package dev.evenkeel.training.repair;

import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.NetworkSnapshot;
import dev.evenkeel.training.PendingStep;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import java.util.Optional;

/**
 * Answers a finding: has its cause named, writes the incident, plans what the mode and the ladder
 * allow.
 *
 * <p>Belongs to the training thread.
 */
public final class IncidentHandler {

  /** A question by a monitor becomes an incident only on evidence as good as this. */
  private static final double CERTAIN = 0.8;

  /** A network that has learned this much is not ill because some of its units rest. */
  private static final double FINE = 0.5;

  private final RunUnderRepair run;
  private final RepairState repairState;
  private final RootCauseAnalysis analysis;
  private final RepairPlanner planner;

  public IncidentHandler(RunUnderRepair run) {
    this.run = run;
    repairState = run.context().repairState();
    analysis = new RootCauseAnalysis(run);
    planner = new RepairPlanner(run);
  }

  /** To be asked before the update; the network is as it was, unless the next step goes back. */
  public NextStep treat(Finding finding, Moment now) {
    boolean harmless = isHarmless(finding);
    NetworkSnapshot present = run.network().snapshot();
    PendingStep pending = run.network().pending();
    DiagnosedCause diagnosed = analysis.examine(finding, now);
    run.network().restore(present);
    run.network().resume(pending);
    Optional<StopReason> asked = run.context().signal().stopRequested();
    if (asked.isPresent()) {
      // Trial runs are broken off by it: what they found is worth nothing.
      return new NextStep.End(asked.get());
    }
    boolean question = finding.severity() == Severity.INFO;
    if (question && (diagnosed.confidence() < CERTAIN || diagnosed.cause() == Cause.UNKNOWN)) {
      return new NextStep.GoOn();
    }
    Finding judged = finding.withSeverity(harmless ? Severity.INFO : finding.symptom().severity());
    RepairAction action = action(judged, diagnosed, now);
    return carryOut(action, judged, diagnosed, now);
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

  private RepairAction action(Finding finding, DiagnosedCause diagnosed, Moment now) {
    boolean critical = finding.severity() == Severity.CRITICAL;
    if (finding.severity() == Severity.INFO || repairState.mode() == Mode.OBSERVE) {
      return RepairAction.NONE;
    }
    if (repairState.mode() == Mode.STOP) {
      return critical ? RepairAction.STOP : RepairAction.NONE;
    }
    if (!critical && diagnosed.cause() == Cause.UNKNOWN) {
      return RepairAction.NONE;
    }
    boolean maySkip = finding.symptom() == Symptom.NON_FINITE && repairState.maySkip();
    // Who is not sure leaves out one update first: nothing is cheaper.
    Cause cause = maySkip && diagnosed.confidence() < CERTAIN ? Cause.UNKNOWN : diagnosed.cause();
    RepairAction next = repairState.ladder().next(cause, maySkip);
    while (next != RepairAction.STOP
        && (!isPossible(next, diagnosed) || !repairState.affords(undone(next, diagnosed, now)))) {
      next = repairState.ladder().next(cause, maySkip);
    }
    return next == RepairAction.STOP && !critical ? RepairAction.NONE : next;
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
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION, RESTART -> now.planned();
    };
  }

  private NextStep carryOut(
      RepairAction first, Finding finding, DiagnosedCause diagnosed, Moment now) {
    PlannedRepair planned = planner.of(first, diagnosed, now);
    while (planned == null) {
      // Nothing of the kind is left to change: the next step, at last a stop.
      planned = planner.of(action(finding, diagnosed, now), diagnosed, now);
    }
    write(finding, diagnosed, planned, now);
    if (planned.next() instanceof NextStep.GoOn) {
      repairState.watch().leave(finding);
    }
    return planned.next();
  }

  private void write(Finding finding, DiagnosedCause diagnosed, PlannedRepair planned, Moment now) {
    LayerShape layer = finding.layer() < 0 ? null : run.network().layers().get(finding.layer());
    repairState
        .watch()
        .open(
            new Incident(
                0,
                now.iteration(),
                now.position().epoch(),
                finding.severity(),
                finding.symptom(),
                diagnosed.cause(),
                diagnosed.confidence(),
                layer == null ? -1 : layer.index(),
                layer == null ? "" : layer.name(),
                diagnosed
                    .with("value", finding.value())
                    .with("limit", finding.limit())
                    .diagnosis()
                    .evidence(),
                FindingText.of(finding, now.iteration())
                    + " "
                    + diagnosed.diagnosis().message()
                    + " "
                    + planned.sentence(),
                diagnosed.diagnosis().advice(),
                planned.action(),
                planned.detail(),
                outcome(planned.action()),
                planned.changes()));
  }

  private static Outcome outcome(RepairAction action) {
    return switch (action) {
      case NONE -> Outcome.NOT_ACTED;
      case STOP -> Outcome.GAVE_UP;
      case FIX_SPEC,
          SKIP_UPDATE,
          CLIP_GRADIENT,
          ROLLBACK,
          REDUCE_LEARNING_RATE,
          RAISE_LEARNING_RATE,
          REINITIALIZE,
          CHANGE_ACTIVATION,
          RESTART ->
          Outcome.PENDING;
    };
  }
}
