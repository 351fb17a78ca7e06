package dev.evenkeel.training.repair;

import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.LossTrend;
import dev.evenkeel.training.stability.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Asks why nothing is learned: gradients that fade over depth, penalties that outweigh the data,
 * rates that are too low or threw the run off, layers that let little through.
 *
 * <p>Leaves the network wherever its trial runs ended; the caller puts it back.
 */
final class StagnationCauses {

  private static final double VANISHED = 1e-3;

  private static final double HARDLY_MOVED = 0.1;

  /** Weights that change by less than several times their size in the whole run may be too slow. */
  private static final double SLOW_MOVE = 5;

  /** In equilibrium penalties pull as hard as the data does; then nothing else moves. */
  private static final double OUTWEIGHED = 0.5;

  /** Of the plan: nothing has been learned by then in many a sound run. */
  private static final double EARLY = 1.0 / 12;

  /** Of the plan: what has not learned by then may be too slow. */
  private static final double LATE = 0.3;

  private static final double THROWN_OFF = 1.03;

  /** Standard deviations of the smoothed loss by batch noise alone. */
  private static final double NOISE = 2;

  /** Weights that would not even change by their size in the whole run were not thrown anywhere. */
  private static final double FAR = 1;

  private static final double LONG_UPDATE = 0.3;

  private static final double COME_DOWN = 0.9;

  private static final int LONG_SEQUENCE = 15;

  private final RunUnderRepair run;
  private final RateTrials trials;
  private final RateEvidence rates;
  private final WeightEvidence weights;

  StagnationCauses(
      RunUnderRepair run, RateTrials trials, RateEvidence rates, WeightEvidence weights) {
    this.trials = trials;
    this.run = run;
    this.rates = rates;
    this.weights = weights;
  }

  /**
   * Names the cause, where neither the start nor the schedule is to blame.
   *
   * @param here the run's state as it is
   */
  DiagnosedCause of(Finding finding, RunPosition now, Checkpoint here) {
    DiagnosedCause pulled = byWeights();
    return pulled == null ? byRates(finding, now, here) : pulled;
  }

  private @Nullable DiagnosedCause byWeights() {
    double ratio = weights.depthRatio();
    if (ratio > 0 && ratio < VANISHED) {
      return DiagnosedCause.of(
              Cause.VANISHING_GRADIENT,
              0.9,
              "The gradient of the first layer is %s of the last one's (root mean squares): what is learned does not reach it."
                  .formatted(Figures.show(ratio)),
              "Use relu with weight_init he, or batch_normalization, in place of sigmoid or tanh.")
          .with("gradient_ratio", ratio);
    }
    double penalty = weights.penaltyRatio();
    if (penalty > OUTWEIGHED) {
      return DiagnosedCause.of(
              Cause.OVER_REGULARIZED,
              0.9,
              "The penalties pull %s times as hard at the weights as the data does."
                  .formatted(Figures.show(penalty)),
              "Lower network.l1 and network.l2, to a hundredth for a start.")
          .with("penalty_ratio", penalty);
    }
    return null;
  }

  private DiagnosedCause byRates(Finding finding, RunPosition now, Checkpoint here) {
    double moved = weights.projectedMove(now);
    if (moved < HARDLY_MOVED) {
      DiagnosedCause slow = rates.higher(moved, here);
      return slow.cause() == Cause.UNKNOWN && finding.severity() != Severity.INFO
          ? orVanishing(slow)
          : slow;
    }
    if (now.planned() < EARLY * run.facts().iterations()) {
      return DiagnosedCause.unknown("Nothing has been learned yet.");
    }
    boolean question = finding.severity() == Severity.INFO;
    if (question && trials.isTooDearForAQuestion()) {
      return DiagnosedCause.unknown("The run is too short to ask by trial runs.");
    }
    // What stands just at B has not been thrown there by its rate.
    DiagnosedCause rate =
        thrownOff(moved)
            ? rates.lower(run.checkpoints().start(), finding, now)
            : DiagnosedCause.unknown("Nothing has been learned.");
    if (rate.cause() != Cause.UNKNOWN) {
      return rate;
    }
    if (now.planned() < LATE * run.facts().iterations()) {
      return rate;
    }
    // Another activation is a larger change than another rate, but the surer one.
    boolean mayVanish = longPlainRecurrence() || boundedStack();
    if (moved < SLOW_MOVE && (!mayVanish || trials.leavesRoom(now))) {
      DiagnosedCause slow = rates.higher(moved, here);
      boolean learns = slow.trialLossBelow(RateEvidence.LEARNED * run.baseline());
      if (slow.cause() != Cause.UNKNOWN && (learns || !mayVanish)) {
        return slow;
      }
    }
    return orVanishing(rate);
  }

  /**
   * Whether the loss stands above B, by more than its noise, without having come down to it, though
   * weights move, or updates are so long that units may have died of them.
   */
  private boolean thrownOff(double moved) {
    LossTrend trend = run.memory().trend();
    double smoothed = trend.smoothed();
    double limit = THROWN_OFF * run.baseline() + NOISE * trend.deviation();
    boolean falling = smoothed < COME_DOWN * run.memory().firstLoss();
    return smoothed > limit && !falling && moved > FAR || run.memory().largestRatio() > LONG_UPDATE;
  }

  /** Where no rate helps, layers that let little of a gradient through are to blame. */
  private DiagnosedCause orVanishing(DiagnosedCause rate) {
    return longPlainRecurrence() || boundedStack() ? rate.or(Cause.VANISHING_GRADIENT) : rate;
  }

  /** Two sigmoid layers in a row leave a sixteenth of a gradient at the best. */
  private boolean boundedStack() {
    return run.setup().plan().hidden().stream()
            .filter(
                layer ->
                    layer.kind().is(LayerTrait.FULLY_CONNECTED)
                        && LayerRepairs.isBounded(layer.kind().activation()))
            .count()
        >= 2;
  }

  private boolean longPlainRecurrence() {
    return run.setup().plan().hidden().stream()
        .anyMatch(
            layer ->
                layer.kind().isPlainRecurrence()
                    && layer.kind().inside().isEmpty()
                    && layer.in() instanceof TensorShape.Sequence steps
                    && steps.steps() >= LONG_SEQUENCE);
  }
}
