package dev.evenkeel.training.care;

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
 * Answers a finding: has its cause named, writes the incident, prescribes what the mode and the
 * ladder allow.
 *
 * <p>Belongs to the training thread.
 */
public final class Physician {

  /** A question by a monitor becomes an incident only on evidence as good as this. */
  private static final double CERTAIN = 0.8;

  /** A network that has learned this much is not ill because some of its units rest. */
  private static final double FINE = 0.5;

  private final Ward ward;
  private final Care care;
  private final Diagnostician diagnostician;
  private final Prescriptions prescriptions;

  public Physician(Ward ward) {
    this.ward = ward;
    care = ward.company().care();
    diagnostician = new Diagnostician(ward);
    prescriptions = new Prescriptions(ward);
  }

  /** To be asked before the update; the network is as it was, unless the treatment goes back. */
  public Treatment treat(Finding finding, Moment now) {
    boolean harmless = isHarmless(finding);
    NetworkSnapshot present = ward.network().snapshot();
    PendingStep pending = ward.network().pending();
    Clues clues = diagnostician.examine(finding, now);
    ward.network().restore(present);
    ward.network().resume(pending);
    Optional<StopReason> asked = ward.company().signal().stopRequested();
    if (asked.isPresent()) {
      // Rehearsals are broken off by it: what they found is worth nothing.
      return new Treatment.End(asked.get());
    }
    boolean question = finding.severity() == Severity.INFO;
    if (question && (clues.confidence() < CERTAIN || clues.cause() == Cause.UNKNOWN)) {
      return new Treatment.GoOn();
    }
    Finding judged = finding.withSeverity(harmless ? Severity.INFO : finding.symptom().severity());
    RepairAction action = action(judged, clues, now);
    return carryOut(action, judged, clues, now);
  }

  private boolean isHarmless(Finding finding) {
    return switch (finding.symptom()) {
      case DEAD_UNITS, SATURATED_UNITS, OVERSIZED_UPDATE ->
          ward.memory().trend().smoothed() < FINE * ward.baseline();
      case NON_FINITE,
          EXPLODING_GRADIENT,
          HIGH_LOSS,
          RELAPSE,
          NOT_LEARNING,
          OSCILLATION,
          MINORITY_COLLAPSE,
          SUSPICIOUS_SPEC ->
          false;
    };
  }

  private RepairAction action(Finding finding, Clues clues, Moment now) {
    boolean critical = finding.severity() == Severity.CRITICAL;
    if (finding.severity() == Severity.INFO || care.mode() == Mode.OBSERVE) {
      return RepairAction.NONE;
    }
    if (care.mode() == Mode.STOP) {
      return critical ? RepairAction.STOP : RepairAction.NONE;
    }
    if (!critical && clues.cause() == Cause.UNKNOWN) {
      return RepairAction.NONE;
    }
    boolean maySkip = finding.symptom() == Symptom.NON_FINITE && care.maySkip();
    // Who is not sure leaves out one update first: nothing is cheaper.
    Cause cause = maySkip && clues.confidence() < CERTAIN ? Cause.UNKNOWN : clues.cause();
    RepairAction next = care.ladder().next(cause, maySkip);
    while (next != RepairAction.STOP
        && (!isPossible(next, clues) || !care.affords(undone(next, clues, now)))) {
      next = care.ladder().next(cause, maySkip);
    }
    return next == RepairAction.STOP && !critical ? RepairAction.NONE : next;
  }

  /**
   * A restart takes a rate that was found from the start. A line search has no batch to skip and no
   * rate to lower, but it can start anew.
   */
  private boolean isPossible(RepairAction action, Clues clues) {
    return switch (action) {
      case RESTART -> !ward.isFullBatch() && clues.origin() == ward.checkpoints().start();
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION, STOP, NONE -> true;
      case SKIP_UPDATE, CLIP_GRADIENT, ROLLBACK, REDUCE_LEARNING_RATE, RAISE_LEARNING_RATE ->
          !ward.isFullBatch();
    };
  }

  /** The iterations that an action would undo. */
  private long undone(RepairAction action, Clues clues, Moment now) {
    return switch (action) {
      case NONE, STOP, SKIP_UPDATE -> 0;
      case ROLLBACK, CLIP_GRADIENT ->
          now.planned() + 1 - ward.checkpoints().lastGood(now.iteration()).planned();
      case REDUCE_LEARNING_RATE, RAISE_LEARNING_RATE ->
          now.planned() + 1 - (clues.origin() == null ? 1 : clues.origin().planned());
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION, RESTART -> now.planned();
    };
  }

  private Treatment carryOut(RepairAction first, Finding finding, Clues clues, Moment now) {
    Prescription prescribed = prescriptions.of(first, clues, now);
    while (prescribed == null) {
      // Nothing of the kind is left to change: the next step, at last a stop.
      prescribed = prescriptions.of(action(finding, clues, now), clues, now);
    }
    write(finding, clues, prescribed, now);
    if (prescribed.treatment() instanceof Treatment.GoOn) {
      care.watch().leave(finding);
    }
    return prescribed.treatment();
  }

  private void write(Finding finding, Clues clues, Prescription prescribed, Moment now) {
    LayerShape layer = finding.layer() < 0 ? null : ward.network().layers().get(finding.layer());
    care.watch()
        .open(
            new Incident(
                0,
                now.iteration(),
                now.position().epoch(),
                finding.severity(),
                finding.symptom(),
                clues.cause(),
                clues.confidence(),
                layer == null ? -1 : layer.index(),
                layer == null ? "" : layer.name(),
                clues
                    .with("value", finding.value())
                    .with("limit", finding.limit())
                    .diagnosis()
                    .evidence(),
                FindingText.of(finding, now.iteration())
                    + " "
                    + clues.diagnosis().message()
                    + " "
                    + prescribed.sentence(),
                clues.diagnosis().advice(),
                prescribed.action(),
                prescribed.detail(),
                outcome(prescribed.action()),
                prescribed.changes()));
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
