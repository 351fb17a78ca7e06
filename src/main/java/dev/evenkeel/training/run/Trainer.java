package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.repair.Moment;
import dev.evenkeel.training.repair.NextStep;
import dev.evenkeel.training.repair.Position;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.spec.EarlyStoppingSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.stability.EpochSummary;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SlowLearningMonitor;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.Symptom;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network from its first to its last iteration:
 *
 * <pre>
 * for each epoch
 *   for each batch of the training split, shuffled anew; second-order rules take all as one
 *     end if somebody asked for it
 *     keep a checkpoint now and then
 *     loss, gradient &lt;- network              nothing has changed yet
 *     norms of the mean gradient
 *     finding &lt;- watch(loss, norms)          a bad update can still be refused
 *     next step &lt;- handler(finding)        go on, skip, go back, start anew, back to control, end
 *     if it goes on: clip, update(rate of this iteration)
 *     the same with the layers, in every tenth iteration
 *     observer &lt;- the numbers of the step
 *   validate; keep the model if it is the best so far
 *   the same with the epoch
 *   end if nothing has improved for a while
 * </pre>
 *
 * <p>Belongs to the training thread.
 */
public final class Trainer implements AutoCloseable {

  private static final int FOLLOW_UPS = 20;
  private static final int FOLLOW_UP_LEAST = 25;

  private final RunContext context;
  private final RepairState repairState;
  private final StabilityWatch watch;
  private final Iterations iterations;
  private final KeptModel kept;
  private final RunShape shape;
  private final PresentRun present;
  private final Arm arm;
  private Arm.@Nullable Resumed control;
  private @Nullable EarlyStopping earlyStopping;
  private @Nullable Pursuit pursuit;
  private long reached;
  private final EpochLosses losses;

  Trainer(RunSetup setup, RunData data, RunContext context, Arm arm) {
    this.context = context;
    this.arm = arm;
    repairState = context.repairState();
    watch = repairState.watch();
    Preparation prepared = new Preparation(setup, data, context);
    shape = prepared.shape();
    RunUnderRepair run = prepared.run();
    if (arm.kind() == Arm.Kind.AS_ASKED) {
      repairState.budget(shape.iterations());
    }
    losses = new EpochLosses(setup.spec().training().epochs());
    EarlyStoppingSpec stopping = setup.spec().training().earlyStopping();
    earlyStopping = stopping == null ? null : new EarlyStopping(stopping);
    KeptModel.Best best = KeptModel.Best.untrained(run.checkpoints().start().state());
    if (arm.resumed() != null) {
      context.network().restore(arm.resumed().from().state());
      best = arm.resumed().best();
      earlyStopping = arm.resumed().stopping();
    }
    iterations = run.isFullBatch() ? new FullBatchIterations(run) : new BatchIterations(run, shape);
    kept = new KeptModel(setup, data, context.network(), best);
    present = new PresentRun(prepared, iterations, kept);
  }

  Ending train() {
    context.observer().started(shapeFrom(arm.start()));
    if (arm.isControl()) {
      watch.rest();
      pursuit = arm.pursuit(present.run());
    } else {
      watch.begin(present.run().facts());
    }
    Ending ending = trainFrom(arm.start());
    if (ending.anew() != null || ending.toControl()) {
      repairState.lose(reached);
    }
    return ending;
  }

  /** The size of the run as recorded: what was replayed comes on top of the plan. */
  private RunShape shapeFrom(Position position) {
    long left = shape.iterations() - position.iteration(shape.iterationsPerEpoch()) + 1;
    return shape.lasting(repairState.recorded() + left);
  }

  private Ending trainFrom(Position start) {
    Position at = start;
    while (true) {
      NextStep next = trainUntilTreated(at);
      keepControl();
      if (next instanceof NextStep.GoBack back) {
        at = goBack(back);
      } else if (next instanceof NextStep.StartAnew anew) {
        return new Ending(
            StopReason.COMPLETED, SpecEdits.apply(present.spec(), anew.changes()), control, false);
      } else {
        StopReason reason = next instanceof NextStep.End end ? end.reason() : StopReason.COMPLETED;
        return new Ending(reason, null, control, next instanceof NextStep.BackToControl);
      }
    }
  }

  /** The run as asked is left for a repaired one: what it has kept goes with its state. */
  private void keepControl() {
    RepairState.Control from = repairState.control();
    if (from != null && control == null && arm.kind() == Arm.Kind.AS_ASKED) {
      control =
          new Arm.Resumed(from, kept.best(), earlyStopping == null ? null : earlyStopping.copy());
    }
  }

  private Position goBack(NextStep.GoBack back) {
    repairState.treat();
    repairState.lose(Math.max(0, reached + 1 - back.to().iteration(shape.iterationsPerEpoch())));
    if (!back.changes().isEmpty()) {
      present.change(back.changes());
    }
    watch.begin(present.run().facts());
    context.observer().started(shapeFrom(back.to()));
    return back.to();
  }

  /** Answers with {@link NextStep.GoOn} where the plan was carried out to its end. */
  private NextStep trainUntilTreated(Position start) {
    int epochs = present.spec().training().epochs();
    Position at = start;
    while (at.epoch() <= epochs) {
      NextStep next = trainEpoch(at);
      boolean converged = next.equals(new NextStep.End(StopReason.CONVERGED));
      if (!(next instanceof NextStep.GoOn) && !converged) {
        return next;
      }
      next = concludeEpoch(at.epoch(), at.epoch() == epochs || converged);
      if (converged) {
        return convergedOn(at, next);
      }
      if (!(next instanceof NextStep.GoOn)) {
        return next;
      }
      at = new Position(at.epoch() + 1, 0);
    }
    return new NextStep.GoOn();
  }

  /** A minimum at which nothing was learned is not what anybody asked for. */
  private NextStep convergedOn(Position last, NextStep next) {
    double limit = SlowLearningMonitor.NOTHING * present.baseline().loss();
    NextStep answer = next;
    if (answer instanceof NextStep.GoOn && watch.isWatching() && losses.latest() > limit) {
      long now = repairState.recorded();
      answer =
          present
              .handler()
              .treat(
                  new Finding(
                      Symptom.NOT_LEARNING, Severity.WARNING, now, -1, losses.latest(), limit),
                  moment(last));
    }
    return answer instanceof NextStep.StartAnew ? answer : new NextStep.End(StopReason.CONVERGED);
  }

  private Moment moment(Position last) {
    long planned = last.iteration(shape.iterationsPerEpoch());
    return new Moment(last, planned, repairState.recorded(), iterations.rate(last));
  }

  private NextStep trainEpoch(Position start) {
    iterations.beginEpoch(start.epoch());
    losses.begin();
    for (int i = start.index(); i < iterations.perEpoch(); i++) {
      Optional<StopReason> asked = context.signal().stopRequested();
      if (asked.isPresent()) {
        return new NextStep.End(asked.get());
      }
      Position position = new Position(start.epoch(), i);
      reached = position.iteration(shape.iterationsPerEpoch());
      checkpoint(position);
      NextStep next = iterations.run(position, repairState.recorded() + 1, present.handler());
      if (next instanceof NextStep.End end && end.reason().isAskedFor()) {
        // Broken off in its midst: an iteration that never was.
        return next;
      }
      if (!(next instanceof NextStep.PassOver)) {
        repairState.record();
        repairState.applied(!(next instanceof NextStep.Skip));
        context.observer().stepped(iterations.record());
        losses.add(iterations.record().loss);
      }
      if (next.leavesTheEpoch()) {
        return next;
      }
      followUp(position);
    }
    return new NextStep.GoOn();
  }

  /**
   * A repair is judged by its outcome: within a long epoch a treated network is validated now and
   * then, and kept where it is the best so far. An untreated one is left alone.
   */
  private void followUp(Position position) {
    long planned = position.iteration(shape.iterationsPerEpoch());
    long every = Math.max(FOLLOW_UP_LEAST, shape.iterations() / FOLLOW_UPS);
    boolean endsEpoch = position.index() == iterations.perEpoch() - 1;
    if (kept.isValidated() && repairState.isTreated() && !endsEpoch && planned % every == 0) {
      kept.validate(losses.metrics());
    }
  }

  private void checkpoint(Position position) {
    long planned = position.iteration(shape.iterationsPerEpoch());
    RunUnderRepair run = present.run();
    if (watch.isWatching() && run.checkpoints().isDue(planned)) {
      run.checkpoints().take(position, planned, repairState.recorded(), run.memory().highNorm());
    }
  }

  private NextStep concludeEpoch(int epoch, boolean last) {
    Map<String, Double> metrics = losses.metrics();
    losses.end(epoch);
    double recall = Double.NaN;
    if (kept.isValidated()) {
      recall = kept.validate(metrics).recall(present.baseline().rarest());
    } else {
      kept.keepLatest(repairState.recorded(), last, metrics);
    }
    context.observer().epochEnded(epoch, repairState.recorded(), metrics);
    NextStep next = judge(epoch, recall);
    if (pursuit != null && pursuit.isHopeless(reached, present.run()::score)) {
      return new NextStep.End(StopReason.COMPLETED);
    }
    boolean stop =
        next instanceof NextStep.GoOn
            && earlyStopping != null
            && earlyStopping.isExhausted(metrics)
            && !last;
    return stop ? new NextStep.End(StopReason.EARLY_STOPPED) : next;
  }

  private NextStep judge(int epoch, double recall) {
    if (losses.hasLearned(present.baseline().loss())) {
      watch.recovered(repairState.recorded());
    }
    Position last = new Position(epoch, shape.iterationsPerEpoch() - 1);
    Moment now = moment(last);
    return watch
        .inspect(new EpochSummary(now.iteration(), now.planned(), epoch, losses.latest(), recall))
        .map(finding -> present.handler().treat(finding, now))
        .orElseGet(NextStep.GoOn::new);
  }

  PresentRun present() {
    return present;
  }

  KeptModel kept() {
    return kept;
  }

  EpochLosses losses() {
    return losses;
  }

  @Override
  public void close() {
    iterations.close();
  }
}
