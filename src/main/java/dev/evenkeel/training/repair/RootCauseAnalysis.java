package dev.evenkeel.training.repair;

import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.spec.ScheduleSpec;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.SlowLearningMonitor;
import dev.evenkeel.training.stability.Symptom;
import org.jspecify.annotations.Nullable;

/**
 * Separates the causes of a finding by evidence: what the batch holds, what earlier states of the
 * network make of it, what other learning rates would do.
 *
 * <p>Leaves the network wherever its probes ended; the caller puts it back. Belongs to the training
 * thread.
 */
public final class RootCauseAnalysis {

  private static final double JUMP = 3;

  /** Of what learns, only weights that move by less than this are suspected of doing so slowly. */
  private static final double SLOW_PACE = 2;

  /** A rate this much below the one asked for has been taken away. */
  private static final double TAKEN_AWAY = 0.05;

  private final RunUnderRepair run;
  private final DataEvidence data;
  private final StartEvidence start;
  private final RateTrials trials;
  private final RateEvidence rates;
  private final WeightEvidence weights;
  private final StagnationCauses stagnation;

  RootCauseAnalysis(RunUnderRepair run, TriedRates tried) {
    this.run = run;
    data = new DataEvidence(run);
    start = new StartEvidence(run);
    trials = new RateTrials(run, tried);
    rates = new RateEvidence(run, trials);
    weights = new WeightEvidence(run);
    stagnation = new StagnationCauses(run, trials, rates, weights);
  }

  TriedRates tried() {
    return trials.tried();
  }

  /**
   * Names the cause of a finding.
   *
   * @param here the run's state as it is
   */
  DiagnosedCause examine(Finding finding, RunPosition now, Checkpoint here) {
    return switch (finding.symptom()) {
      case NON_FINITE, EXPLODING_GRADIENT, RELAPSE, HIGH_LOSS, OVERSIZED_UPDATE, OSCILLATION ->
          divergence(finding, now);
      case DEAD_UNITS -> dead(finding, now);
      case SATURATED_UNITS -> saturated(finding, now);
      case NOT_LEARNING, ZERO_GRADIENT -> stagnation(finding, now, here);
      case MINORITY_COLLAPSE ->
          DiagnosedCause.of(
                  Cause.CLASS_IMBALANCE,
                  0.9,
                  "Of the rarest class only %s of the examples are recognised; the largest class has %s times as many examples."
                      .formatted(
                          Figures.show(finding.value()), Figures.show(run.facts().classRatio())),
                  "Set training.class_weights to balanced.")
              .with("class_ratio", run.facts().classRatio());
      case POOR_OUTCOME, SUSPICIOUS_SPEC -> DiagnosedCause.unknown("The spec looks unwise.");
    };
  }

  private DiagnosedCause divergence(Finding finding, RunPosition now) {
    Checkpoint good = run.checkpoints().lastGood(now.iteration());
    DiagnosedCause found = data.find(now, good);
    if (found != null) {
      return found;
    }
    found = suspect();
    if (found != null) {
      return found;
    }
    if (jumped(now)) {
      double before = run.memory().highestEarlierRate();
      return DiagnosedCause.of(
              Cause.SCHEDULE_JUMP,
              0.9,
              "The schedule had raised the learning rate to %s; up to %s the run was fine."
                  .formatted(Figures.show(now.rate()), Figures.show(before)),
              "Let training.schedule keep the rate at or below %s.".formatted(Figures.show(before)))
          .with("learning_rate", now.rate())
          .with("earlier_rate", before)
          .withRate(before);
    }
    boolean neverLearned = run.memory().trend().best() > 0.9 * run.baseline();
    if (neverLearned && finding.symptom() != Symptom.OSCILLATION) {
      DiagnosedCause birth = start.find();
      if (birth != null) {
        return birth;
      }
    }
    boolean bouncing = finding.symptom() == Symptom.OSCILLATION;
    // Who bounces has lost nothing: there is no spoilt state to leave behind.
    if (!neverLearned && !bouncing && restartIsDue(now)) {
      return rates.fromTheStart();
    }
    return rates.lower(neverLearned ? run.checkpoints().start() : good, finding, now);
  }

  /**
   * What was found before the start and stands, as long as it has not been tried without it; what
   * may not be mended stays the first suspect.
   */
  private @Nullable DiagnosedCause suspect() {
    RepairState repairState = run.context().repairState();
    return repairState.standing().stream()
        .filter(StandingWarning::canBreakARun)
        .filter(
            warning ->
                warning.certain()
                    || repairState.ladder().upcoming(warning.cause(), false) != RepairAction.STOP)
        .findFirst()
        .map(StandingWarning::asCause)
        .orElse(null);
  }

  /** The rate in force is what counts, not the one that was asked for. */
  private DiagnosedCause scheduledAway(RunPosition now) {
    double base = run.setup().spec().training().optimizer().learningRate();
    return DiagnosedCause.of(
            Cause.SCHEDULE,
            0.85,
            "The schedule has lowered the learning rate from %s to %s before anything was learned."
                .formatted(Figures.show(base), Figures.show(now.rate())),
            "Let training.schedule keep the rate for most of the run: its periods count iterations.")
        .with("learning_rate", now.rate())
        .with("learning_rate_asked", base);
  }

  private boolean restartIsDue(RunPosition now) {
    RepairState repairState = run.context().repairState();
    return repairState.ladder().upcoming(Cause.LEARNING_RATE_TOO_HIGH, false)
            == RepairAction.RESTART
        && trials.leavesRoom(now);
  }

  private boolean jumped(RunPosition now) {
    ScheduleSpec.Type type = run.setup().spec().training().schedule().type();
    double before = run.memory().highestEarlierRate();
    boolean learned = run.memory().trend().best() < 0.95 * run.baseline();
    return type != ScheduleSpec.Type.CONSTANT
        && learned
        && before > 0
        && now.rate() > JUMP * before;
  }

  private DiagnosedCause dead(Finding finding, RunPosition now) {
    double first = run.memory().firstDead(finding.layer());
    if (run.memory().isBornDead(finding.layer())) {
      return DiagnosedCause.of(
              Cause.DEAD_RELU,
              0.9,
              "%s of the layer's units answered 0 from the very first batch on: its initial weights and bias keep them shut."
                  .formatted(Figures.percent(finding.value())),
              "Leave bias_init at 0, and weight_init out.")
          .with("dead_at_first", first)
          .with("dead", finding.value());
    }
    return divergence(finding, now).or(Cause.DEAD_RELU).with("dead", finding.value());
  }

  private DiagnosedCause saturated(Finding finding, RunPosition now) {
    double first = run.memory().firstSaturated(finding.layer());
    if (run.memory().isBornSaturated(finding.layer())) {
      DiagnosedCause birth = start.find();
      if (birth != null && birth.cause() == Cause.INPUT_SCALE) {
        return birth;
      }
      return DiagnosedCause.of(
              Cause.SATURATED_ACTIVATION,
              0.9,
              "%s of the layer's activations were at their bounds from the very first batch on: its initial weights are too large."
                  .formatted(Figures.percent(first)),
              "Leave weight_init out: each kind of layer has weights that suit it.")
          .with("saturated_at_first", first)
          .with("saturated", finding.value());
    }
    return divergence(finding, now)
        .or(Cause.SATURATED_ACTIVATION)
        .with("saturated", finding.value());
  }

  private DiagnosedCause stagnation(Finding finding, RunPosition now, Checkpoint here) {
    if (finding.value() < SlowLearningMonitor.NOTHING * run.baseline()) {
      double pace = weights.projectedMove(now);
      return pace < SLOW_PACE && !trials.isTooDearForAQuestion()
          ? rates.faster(pace, here)
          : DiagnosedCause.unknown("The network is learning.");
    }
    DiagnosedCause birth = suspect();
    birth = birth == null ? bornIll(finding, now) : birth;
    if (birth != null) {
      return birth;
    }
    if (now.rate() < TAKEN_AWAY * run.setup().spec().training().optimizer().learningRate()
        && now.planned() > run.setup().spec().training().schedule().warmupIterations()) {
      return scheduledAway(now);
    }
    return stagnation.of(finding, now, here);
  }

  /** Layers that were dead or saturated in the very first batch, inputs that are far too large. */
  private @Nullable DiagnosedCause bornIll(Finding finding, RunPosition now) {
    for (LayerShape layer : run.network().layers()) {
      int index = layer.index();
      if (run.memory().isBornDead(index)) {
        return dead(finding.in(index, run.memory().firstDead(index)), now);
      }
      if (run.memory().isBornSaturated(index)) {
        return saturated(finding.in(index, run.memory().firstSaturated(index)), now);
      }
    }
    return start.ofScale();
  }
}
