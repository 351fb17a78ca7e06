package dev.evenkeel.training.repair;

import dev.evenkeel.training.Batches;
import dev.evenkeel.training.ExampleScores;
import dev.evenkeel.training.LearningRateSchedule;
import dev.evenkeel.training.NetworkSnapshot;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.ClassWeighting;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.spec.SpecEdits;
import org.jspecify.annotations.Nullable;

/**
 * Holds a planned repair against going on as asked: both make so many steps from their own states
 * on the same batches, then both are judged by examples that neither has stepped on. A repair that
 * goes back makes the steps that it undoes as well, so that both are judged at the same place of
 * the plan.
 *
 * <p>Leaves the network wherever that ended; the caller puts it back. Belongs to the training
 * thread.
 */
final class ControlledTrial {

  private static final int LEAST = 10;
  private static final int MOST = 100;

  /** Of a plan that is held against going on as asked: a twentieth, of a short one a quarter. */
  private static final int SHARE = 20;

  private static final int SHARE_OF_A_SHORT_ONE = 4;

  /**
   * Below that a gain of the logarithm of the true class's probability counts as none; in shares of
   * B.
   */
  private static final double LOGARITHM_MARGIN = 0.1;

  private final RunUnderRepair run;

  ControlledTrial(RunUnderRepair run) {
    this.run = run;
  }

  /**
   * What came of a trial.
   *
   * @param control what the run as asked scores after it, see {@link ExampleScores}
   * @param repaired what the repaired one scores
   * @param noise the standard error of the difference
   * @param steps that each made
   * @param better whether the repaired one is clearly better
   * @param promising whether it is better at all
   * @param worse whether it is clearly worse: the run as asked gets over it by itself
   */
  record Result(
      double control,
      double repaired,
      double noise,
      int steps,
      boolean better,
      boolean promising,
      boolean worse) {

    String text() {
      return "After %d more iterations the run as asked scores %s on examples it was not trained on, the repaired one %s."
          .formatted(steps, Figures.show(control), Figures.show(repaired));
    }

    DiagnosedCause noted(DiagnosedCause diagnosed) {
      return diagnosed
          .with("trial_steps", steps)
          .with("control_score", control)
          .with("repaired_score", repaired)
          .with("score_noise", noise);
    }
  }

  /** Gradients that a trial of a plan costs. */
  long cost(PlannedRepair planned, Moment now) {
    return 2L * steps() + again(planned, now);
  }

  /** The control has not made the present iteration either. */
  private static int again(PlannedRepair planned, Moment now) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE / 2, planned.undone(now) - 1));
  }

  private int steps() {
    long plan = run.facts().iterations();
    long least = Math.max(1, Math.min(LEAST, plan / SHARE_OF_A_SHORT_ONE));
    return (int) Math.max(least, Math.min(MOST, plan / SHARE));
  }

  /**
   * Tries going on as asked: what plans against the same finding are held against.
   *
   * @param present the run's state as it is
   */
  ExampleScores control(NetworkSnapshot present, Moment now) {
    HeldOut heldOut = run.heldOut();
    trialRun(run.setup(), run.others(), heldOut, steps())
        .finishes(present, schedule(run.setup(), now.planned()));
    return heldOut.score(run.network());
  }

  /**
   * Whether other weights of classes could pay, as far as the present network can tell: whether its
   * probabilities, shifted as the weights would shift them, answer better than they do now. A
   * network that doesn't tell a class's examples from others would only take these for those.
   */
  boolean mayPay(PlannedRepair planned) {
    HeldOut heldOut = run.heldOut();
    if (!heldOut.reading().output().meaning().givesProbabilities()) {
      return true;
    }
    float[] weights =
        weights(run.setup().with(SpecEdits.apply(run.setup().spec(), planned.changes())));
    float[] present = weights(run.setup());
    for (int k = 0; k < present.length; k++) {
      weights[k] /= present[k];
    }
    ExampleScores shifted = heldOut.score(run.network(), weights);
    return shifted.over(run.score()).mean() > ExampleScores.MARGIN;
  }

  private float[] weights(RunSetup setup) {
    return ClassWeighting.of(setup.spec().training().classWeights(), run.data());
  }

  /** Tries a plan. */
  Result of(PlannedRepair planned, ExampleScores control, Moment now) {
    int steps = steps();
    HeldOut heldOut = run.heldOut();
    ExampleScores repaired =
        planned.next() instanceof NextStep.StartAnew anew
            ? startedAnew(anew, steps + again(planned, now))
            : fromOrigin(planned, heldOut, steps + again(planned, now));
    return judge(control, repaired, steps);
  }

  private Result judge(ExampleScores control, @Nullable ExampleScores repaired, int steps) {
    if (repaired == null) {
      return new Result(control.mean(), Double.NaN, Double.NaN, steps, false, false, false);
    }
    ExampleScores.Gain gain = repaired.over(control);
    ExampleScores.Gain logarithm = repaired.logarithmOver(control);
    double margin = LOGARITHM_MARGIN * Math.min(1, Math.max(0.1, run.facts().neutral()));
    boolean surer = gain.mean() >= 0 && logarithm.isClear(margin);
    return new Result(
        control.mean(),
        repaired.mean(),
        gain.noise(),
        steps,
        gain.isClear(ExampleScores.MARGIN) || surer,
        gain.mean() > 0 || gain.mean() == 0 && logarithm.mean() > 0,
        gain.reversed().isClear(0));
  }

  private @Nullable ExampleScores fromOrigin(PlannedRepair planned, HeldOut heldOut, int steps) {
    Checkpoint origin = planned.origin();
    if (origin == null) {
      return null;
    }
    RunSetup setup = run.setup().with(SpecEdits.apply(run.setup().spec(), planned.changes()));
    Batches.ExampleWeights before =
        run.others().reweigh(new Batches.ExampleWeights(weights(setup), run.data().labels()));
    run.others().exclude(planned.leftOut());
    boolean finite =
        trialRun(setup, run.others(), heldOut, steps)
            .finishes(origin.state(), schedule(setup, origin.planned()));
    run.others().readmit(planned.leftOut());
    run.others().reweigh(before);
    return finite ? heldOut.score(run.network()) : null;
  }

  private @Nullable ExampleScores startedAnew(NextStep.StartAnew anew, int steps) {
    try (TrialArm arm =
        run.context().arms().open(SpecEdits.apply(run.setup().spec(), anew.changes()))) {
      arm.batches().exclude(run.context().repairState().excluded());
      TrialRun trial =
          new TrialRun(
              arm.setup(),
              arm.batches(),
              run.context().with(arm.network()),
              new TrialRun.Measure(run.baseline(), steps, arm.heldOut().steppable()));
      boolean finite = trial.finishes(arm.network().snapshot(), schedule(arm.setup(), 1));
      return finite ? arm.heldOut().score(arm.network()) : null;
    }
  }

  private TrialRun trialRun(RunSetup setup, Batches batches, HeldOut heldOut, int steps) {
    return new TrialRun(
        setup,
        batches,
        run.context(),
        new TrialRun.Measure(run.baseline(), steps, heldOut.steppable()));
  }

  /** The rates of a spec from an iteration of the plan on. */
  private java.util.function.IntToDoubleFunction schedule(RunSetup setup, long planned) {
    var training = setup.spec().training();
    LearningRateSchedule schedule =
        new LearningRateSchedule(
            training.schedule(), training.optimizer().learningRate(), run.shape());
    return step -> schedule.rate(planned + step);
  }
}
