package dev.evenkeel.training;

import dev.evenkeel.training.Checkpoints.Checkpoint;
import dev.evenkeel.training.spec.StabilitySpec.Mode;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Outcome;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.Symptom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers a finding: has its cause named, writes the incident, prescribes what the mode and the
 * ladder allow.
 *
 * <p>Belongs to the training thread.
 */
final class Physician {

  /** A question by a monitor becomes an incident only on evidence as good as this. */
  private static final double CERTAIN = 0.8;

  /** A network that has learned this much is not ill because some of its units rest. */
  private static final double FINE = 0.5;

  /** A rehearsed rate is the best over a few steps; over many a smaller one is. */
  private static final double SAFE = 0.5;

  private final Ward ward;
  private final Care care;
  private final Diagnostician diagnostician;
  private final SpecRepairs repairs;
  private final boolean fullBatch;

  Physician(Ward ward) {
    this.ward = ward;
    care = ward.company().care();
    diagnostician = new Diagnostician(ward);
    repairs = new SpecRepairs(ward.setup());
    fullBatch = ward.setup().spec().training().optimizer().type().isFullBatch();
  }

  /** To be asked before the update; the network is as it was, unless the treatment goes back. */
  Treatment treat(Finding finding, Moment now) {
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
    Finding judged =
        harmless ? with(finding, Severity.INFO) : with(finding, finding.symptom().severity());
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

  private static Finding with(Finding finding, Severity severity) {
    return new Finding(
        finding.symptom(),
        severity,
        finding.iteration(),
        finding.layer(),
        finding.value(),
        finding.limit());
  }

  private RepairAction action(Finding finding, Clues clues, Moment now) {
    boolean critical = finding.severity() == Severity.CRITICAL;
    if (finding.severity() == Severity.INFO || care.mode() == Mode.OBSERVE) {
      return RepairAction.NONE;
    }
    if (care.mode() == Mode.STOP) {
      return critical ? RepairAction.STOP : RepairAction.NONE;
    }
    if (fullBatch) {
      // A line search has no batch to skip and no rate to lower.
      return critical ? RepairAction.STOP : RepairAction.NONE;
    }
    if (!critical && clues.cause() == Cause.UNKNOWN) {
      return RepairAction.NONE;
    }
    boolean maySkip = finding.symptom() == Symptom.NON_FINITE && care.maySkip();
    // Who is not sure leaves out one update first: nothing is cheaper.
    Cause cause = maySkip && clues.confidence() < CERTAIN ? Cause.UNKNOWN : clues.cause();
    RepairAction next = care.ladder().next(cause, maySkip);
    if (next != RepairAction.SKIP_UPDATE && !care.affords(now.planned())) {
      next = RepairAction.STOP;
    }
    return next == RepairAction.STOP && !critical ? RepairAction.NONE : next;
  }

  private Treatment carryOut(RepairAction action, Finding finding, Clues clues, Moment now) {
    Plan plan = plan(action, finding, clues, now);
    write(finding, clues, plan, now);
    if (plan.treatment() instanceof Treatment.GoOn) {
      care.watch().leave(finding);
    }
    return plan.treatment();
  }

  /** What is to be done, and how an incident tells of it. */
  private record Plan(
      RepairAction action,
      Treatment treatment,
      List<SpecChange> changes,
      Map<String, Object> detail,
      String sentence) {}

  private Plan plan(RepairAction action, Finding finding, Clues clues, Moment now) {
    return switch (action) {
      case NONE ->
          new Plan(action, new Treatment.GoOn(), List.of(), Map.of(), "Nothing was done about it.");
      case STOP ->
          new Plan(
              action,
              new Treatment.End(StopReason.DIVERGED),
              List.of(),
              Map.of(),
              "The run was ended; the last good model is kept.");
      case SKIP_UPDATE -> skip(clues);
      case ROLLBACK -> rollback(clues, now);
      case REDUCE_LEARNING_RATE -> lowerRate(clues, now);
      case RAISE_LEARNING_RATE -> rate(action, clues, SAFE * clues.rate());
      case FIX_SPEC, REINITIALIZE, CHANGE_ACTIVATION, CLIP_GRADIENT, RESTART ->
          anew(action, finding, clues, now);
    };
  }

  private Plan skip(Clues clues) {
    List<SpecChange> changes = leaveOut(clues);
    return new Plan(
        RepairAction.SKIP_UPDATE,
        new Treatment.Skip(),
        changes,
        Map.of(),
        changes.isEmpty()
            ? "The update was skipped."
            : "The update was skipped, and these rows are left out from now on.");
  }

  private List<SpecChange> leaveOut(Clues clues) {
    if (clues.rows().isEmpty()) {
      return List.of();
    }
    ward.batches().exclude(clues.rows());
    ward.others().exclude(clues.rows());
    care.excluded().addAll(clues.rows());
    return repairs.without(care.excluded());
  }

  private Plan rollback(Clues clues, Moment now) {
    Checkpoint good = ward.checkpoints().lastGood(now.iteration());
    List<SpecChange> changes = leaveOut(clues);
    ward.checkpoints().goBackTo(good);
    return new Plan(
        RepairAction.ROLLBACK,
        new Treatment.GoBack(good.next(), List.of()),
        changes,
        Map.of("to_iteration", good.planned() - 1, "left_out_rows", clues.rows().size()),
        "The run went back to its state of iteration %d%s."
            .formatted(
                good.planned() - 1, changes.isEmpty() ? "" : " and goes on without these rows"));
  }

  private Plan lowerRate(Clues clues, Moment now) {
    if (clues.cause() == Cause.SCHEDULE_JUMP) {
      Checkpoint good = ward.checkpoints().lastGood(now.iteration());
      return anotherRate(RepairAction.REDUCE_LEARNING_RATE, repairs.steadyRate(clues.rate()), good);
    }
    double base = ward.setup().spec().training().optimizer().learningRate();
    double better = Double.isNaN(clues.rate()) ? base / 10 : SAFE * clues.rate();
    return rate(RepairAction.REDUCE_LEARNING_RATE, clues, better);
  }

  private Plan rate(RepairAction action, Clues clues, double rate) {
    Checkpoint origin = clues.origin() == null ? ward.checkpoints().start() : clues.origin();
    return anotherRate(action, repairs.rate(rounded(rate)), origin);
  }

  /** Two digits are as much as a rehearsal can tell. */
  private static double rounded(double rate) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.1e", rate));
  }

  private Plan anotherRate(RepairAction action, List<SpecChange> changes, Checkpoint origin) {
    ward.checkpoints().goBackTo(origin);
    Object rate = changes.get(0).to();
    return new Plan(
        action,
        new Treatment.GoBack(origin.next(), changes),
        changes,
        Map.of("to_iteration", origin.planned() - 1, "learning_rate", rate == null ? 0 : rate),
        "The run went back to its state of iteration %d and goes on with a learning rate of %s."
            .formatted(origin.planned() - 1, rate));
  }

  private Plan anew(RepairAction action, Finding finding, Clues clues, Moment now) {
    List<SpecChange> changes =
        switch (action) {
          case REINITIALIZE -> repairs.saneInitialization();
          case CHANGE_ACTIVATION -> repairs.openActivations();
          case FIX_SPEC,
              CLIP_GRADIENT,
              RESTART,
              SKIP_UPDATE,
              ROLLBACK,
              REDUCE_LEARNING_RATE,
              RAISE_LEARNING_RATE,
              STOP,
              NONE ->
              fixes(clues.cause());
        };
    if (changes.isEmpty()) {
      // Nothing of the kind is left to change: the next step, at last a stop.
      RepairAction next = action(finding, clues, now);
      return plan(next, finding, clues, now);
    }
    return new Plan(
        action,
        new Treatment.StartAnew(changes),
        changes,
        Map.of("to_iteration", 0),
        "The run started anew with %s.".formatted(told(changes)));
  }

  private List<SpecChange> fixes(Cause cause) {
    return switch (cause) {
      case INPUT_SCALE -> repairs.standardizedInputs();
      case TARGET_SCALE -> repairs.standardizedTargets();
      case CLASS_IMBALANCE -> repairs.balancedClasses();
      case OVER_REGULARIZED -> repairs.withoutPenalties();
      case NON_FINITE_DATA -> repairs.withoutMissing();
      case DATA_ORDER -> repairs.shuffled();
      case LEARNING_RATE_TOO_HIGH,
          LEARNING_RATE_TOO_LOW,
          BAD_INITIALIZATION,
          EXPLODING_RECURRENCE,
          VANISHING_GRADIENT,
          DEAD_RELU,
          SATURATED_ACTIVATION,
          OUTLIER_DATA,
          MISLABELED_DATA,
          LOSS_OUTPUT_MISMATCH,
          LOG_DOMAIN,
          SCHEDULE_JUMP,
          UNKNOWN ->
          List.of();
    };
  }

  static String told(List<SpecChange> changes) {
    return String.join(
        ", ",
        changes.stream()
            .map(
                change ->
                    change.pointer().substring(1).replace('/', '.')
                        + (change.to() == null ? " left out" : " = " + change.to()))
            .toList());
  }

  private void write(Finding finding, Clues clues, Plan plan, Moment now) {
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
                    + plan.sentence(),
                clues.diagnosis().advice(),
                plan.action(),
                plan.detail(),
                outcome(plan.action()),
                plan.changes()));
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
