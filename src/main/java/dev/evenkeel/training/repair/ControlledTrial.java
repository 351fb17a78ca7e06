package dev.evenkeel.training.repair;

import dev.evenkeel.training.LearningRateSchedule;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.ClassWeighting;
import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.spec.SpecEdits;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds a planned repair against going on as asked: both make so many steps from their own states
 * on the same batches, then both are judged by examples that neither has stepped on. A repair that
 * goes back makes the steps that it undoes as well, so that both are judged at the same place of
 * the plan, unless it is clearly better before.
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
   * @param steps that the run as asked made
   * @param behind iterations of the plan that the repaired one has not made by then
   * @param better whether the repaired one is clearly better
   * @param promising whether it is better at all
   * @param worse whether it is clearly worse: the run as asked gets over it by itself
   */
  record Result(
      double control,
      double repaired,
      double noise,
      int steps,
      int behind,
      boolean better,
      boolean promising,
      boolean worse) {

    String text() {
      String early = behind == 0 ? "" : ", %d iterations behind it in the plan".formatted(behind);
      return "After %d more iterations the run as asked scores %s on examples it was not trained on, the repaired one %s%s."
          .formatted(steps, Figures.show(control), Figures.show(repaired), early);
    }

    DiagnosedCause noted(DiagnosedCause diagnosed) {
      return diagnosed
          .with("trial_steps", steps)
          .with("trial_steps_behind", behind)
          .with("control_score", control)
          .with("repaired_score", repaired)
          .with("score_noise", noise);
    }
  }

  /** Gradients that a trial costs at least; it goes on as long as the budget allows. */
  long cost() {
    return 2L * steps();
  }

  /** The control has not made the present iteration either. */
  private static int again(PlannedRepair planned, RunPosition now) {
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
  ExampleScores control(NetworkSnapshot present, RunPosition now) {
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
  Result of(PlannedRepair planned, ExampleScores control, RunPosition now) {
    Course course = new Course(control, steps(), again(planned, now), planned.undone(now));
    Reached reached =
        planned.next() instanceof NextStep.StartAnew anew
            ? startedAnew(anew, course)
            : fromOrigin(planned, course);
    return reached == null
        ? new Result(control.mean(), Double.NaN, Double.NaN, steps(), 0, false, false, false)
        : judge(control, reached);
  }

  /**
   * How far a repaired run is tried.
   *
   * @param again steps that it makes beside those of the control, to come to the same place
   * @param undone what the repair itself will cost
   */
  private record Course(ExampleScores control, int steps, int again, long undone) {

    int whole() {
      return steps + again;
    }
  }

  /** What a repaired run has come to, and how many iterations it is behind then. */
  private record Reached(ExampleScores scores, int behind) {}

  private Result judge(ExampleScores control, Reached reached) {
    ExampleScores repaired = reached.scores();
    ExampleScores.Gain gain = repaired.over(control);
    ExampleScores.Gain logarithm = repaired.logarithmOver(control);
    double margin = LOGARITHM_MARGIN * Math.min(1, Math.max(0.1, run.facts().neutral()));
    boolean alike = reached.behind() == 0;
    boolean surer = alike && gain.mean() >= 0 && logarithm.isClear(margin);
    return new Result(
        control.mean(),
        repaired.mean(),
        gain.noise(),
        steps(),
        reached.behind(),
        gain.isClear(ExampleScores.MARGIN) || surer,
        gain.mean() > 0 || gain.mean() == 0 && logarithm.mean() > 0,
        alike && gain.reversed().isClear(0));
  }

  private @Nullable Reached fromOrigin(PlannedRepair planned, Course course) {
    Checkpoint origin = planned.origin();
    if (origin == null) {
      return null;
    }
    RunSetup setup = run.setup().with(SpecEdits.apply(run.setup().spec(), planned.changes()));
    Batches.ExampleWeights before =
        run.others().reweigh(new Batches.ExampleWeights(weights(setup), run.data().labels()));
    run.others().exclude(planned.leftOut());
    HeldOut heldOut = run.heldOut();
    run.network().restore(origin.state());
    Reached reached =
        reached(
            trialRun(setup, run.others(), heldOut, course.whole()),
            schedule(setup, origin.planned()),
            () -> heldOut.score(run.network()),
            course);
    run.others().readmit(planned.leftOut());
    run.others().reweigh(before);
    return reached;
  }

  private @Nullable Reached startedAnew(NextStep.StartAnew anew, Course course) {
    try (TrialArm arm =
        run.context().arms().open(SpecEdits.apply(run.setup().spec(), anew.changes()))) {
      arm.batches().exclude(run.context().repairState().excluded());
      TrialRun trial =
          new TrialRun(
              arm.setup(),
              arm.batches(),
              run.context().with(arm.network()),
              new TrialRun.Measure(run.baseline(), course.whole(), arm.heldOut().steppable()));
      return reached(
          trial, schedule(arm.setup(), 1), () -> arm.heldOut().score(arm.network()), course);
    }
  }

  /**
   * One that has far to go is looked at on its way: who is clearly better by then needs no more.
   */
  private @Nullable Reached reached(
      TrialRun trial, IntToDoubleFunction rates, Supplier<ExampleScores> scores, Course course) {
    RepairState repairState = run.context().repairState();
    int done = 0;
    int next = course.again() < course.steps() ? course.whole() : course.steps();
    while (trial.goesOn(done, next - done, rates)) {
      done = next;
      ExampleScores now = scores.get();
      next = Math.min(course.whole(), 2 * done);
      if (done == course.whole()
          || now.over(course.control()).isClear(ExampleScores.MARGIN)
          || !repairState.affords(course.undone() + next - done)) {
        return new Reached(now, course.whole() - done);
      }
    }
    return null;
  }

  private TrialRun trialRun(RunSetup setup, Batches batches, HeldOut heldOut, int steps) {
    return new TrialRun(
        setup,
        batches,
        run.context(),
        new TrialRun.Measure(run.baseline(), steps, heldOut.steppable()));
  }

  /** The rates of a spec from an iteration of the plan on. */
  private IntToDoubleFunction schedule(RunSetup setup, long planned) {
    var training = setup.spec().training();
    LearningRateSchedule schedule =
        new LearningRateSchedule(
            training.schedule(), training.optimizer().learningRate(), run.shape());
    return step -> schedule.rate(planned + step);
  }
}
