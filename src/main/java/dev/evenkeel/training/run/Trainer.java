package dev.evenkeel.training.run;

import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.repair.NextStep;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.repair.RunPosition;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.stability.EpochSummary;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SlowLearningMonitor;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.Symptom;
import java.util.Map;
import java.util.Optional;

/**
 * Trains a network from its first to its last iteration:
 *
 * <pre>
 * for each epoch
 *   for each batch of the training split, shuffled anew; second-order rules take all as one
 *     offer the run's state
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
  private final RunShape shape;
  private final PresentRun present;
  private final ArmProgress progress;
  private final TrainerState from;
  private final TrainerState.Listener listener;

  Trainer(OpenRun open, RunContext context, TrainerState from, TrainerState.Listener listener) {
    this.context = context;
    this.from = from;
    this.listener = listener;
    repairState = context.repairState();
    watch = repairState.watch();
    Preparation prepared = new Preparation(open.setup(), open.data(), context, from.present());
    shape = prepared.shape();
    RunUnderRepair run = prepared.run();
    if (from.arm().kind() == Arm.Kind.AS_ASKED) {
      repairState.budget(shape.iterations());
    }
    progress = new ArmProgress(open, from, run.checkpoints().start().state());
    from.place(context.network());
    iterations =
        run.isFullBatch()
            ? new FullBatchIterations(run, from.fullBatch())
            : new BatchIterations(run, shape);
    present = new PresentRun(prepared, iterations, progress.kept(), from.tried());
  }

  Ending train() {
    context.observer().started(shapeFrom(from.next()));
    if (from.midway() != null) {
      watch.resume(present.run().facts(), from.midway().monitors());
    } else if (from.arm().isControl()) {
      watch.rest();
      progress.pursue(present.run());
    } else {
      watch.begin(present.run().facts());
    }
    Ending ending = trainFrom(from.next());
    if (ending.anew() != null || ending.toControl()) {
      repairState.lose(progress.reached());
    }
    return ending;
  }

  /** The size of the run as recorded: what was replayed comes on top of the plan. */
  private RunShape shapeFrom(PlanPosition position) {
    long left = shape.iterations() - position.iteration(shape.iterationsPerEpoch()) + 1;
    return shape.lasting(progress.recorded() + left);
  }

  private Ending trainFrom(PlanPosition start) {
    PlanPosition at = start;
    while (true) {
      NextStep next = trainUntilTreated(at);
      progress.keepControl(repairState.control());
      if (next instanceof NextStep.GoBack back) {
        at = goBack(back);
      } else if (next instanceof NextStep.StartAnew anew) {
        return new Ending(
            StopReason.COMPLETED,
            SpecEdits.apply(present.spec(), anew.changes()),
            progress.control(),
            false);
      } else {
        StopReason reason = next instanceof NextStep.End end ? end.reason() : StopReason.COMPLETED;
        return new Ending(reason, null, progress.control(), next instanceof NextStep.BackToControl);
      }
    }
  }

  private PlanPosition goBack(NextStep.GoBack back) {
    repairState.treat();
    progress.losses().beginAgain();
    long to = back.to().iteration(shape.iterationsPerEpoch());
    repairState.lose(Math.max(0, progress.reached() + 1 - to));
    if (!back.changes().isEmpty()) {
      present.change(back.changes());
    }
    watch.begin(present.run().facts());
    context.observer().started(shapeFrom(back.to()));
    return back.to();
  }

  /** Answers with {@link NextStep.GoOn} where the plan was carried out to its end. */
  private NextStep trainUntilTreated(PlanPosition start) {
    int epochs = present.spec().training().epochs();
    PlanPosition at = start;
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
      at = new PlanPosition(at.epoch() + 1, 0);
    }
    return new NextStep.GoOn();
  }

  /** A minimum at which nothing was learned is not what anybody asked for. */
  private NextStep convergedOn(PlanPosition last, NextStep next) {
    double limit = SlowLearningMonitor.NOTHING * present.baseline().loss();
    NextStep answer = next;
    double loss = progress.losses().latest();
    if (answer instanceof NextStep.GoOn && watch.isWatching() && loss > limit) {
      long now = progress.recorded();
      Finding finding = new Finding(Symptom.NOT_LEARNING, Severity.WARNING, now, -1, loss, limit);
      answer = present.handler().treat(finding, moment(last));
    }
    return answer instanceof NextStep.StartAnew ? answer : new NextStep.End(StopReason.CONVERGED);
  }

  private RunPosition moment(PlanPosition last) {
    long planned = last.iteration(shape.iterationsPerEpoch());
    return new RunPosition(last, planned, progress.recorded(), iterations.rate(last));
  }

  private NextStep trainEpoch(PlanPosition start) {
    iterations.beginEpoch(start.epoch());
    for (int i = start.index(); i < iterations.perEpoch(); i++) {
      PlanPosition position = new PlanPosition(start.epoch(), i);
      offerState(position);
      Optional<StopReason> asked = context.signal().stopRequested();
      if (asked.isPresent()) {
        return new NextStep.End(asked.get());
      }
      progress.reach(position.iteration(shape.iterationsPerEpoch()));
      checkpoint(position);
      NextStep next = iterations.run(position, progress.recorded() + 1, present.handler());
      if (next instanceof NextStep.End end && end.reason().isAskedFor()) {
        // Broken off in its midst: an iteration that never was.
        return next;
      }
      if (!(next instanceof NextStep.PassOver)) {
        repairState.applied(!(next instanceof NextStep.Skip));
        progress.record(iterations.record().loss);
        context.observer().stepped(iterations.record());
      }
      if (next.leavesTheEpoch()) {
        return next;
      }
      followUp(position);
    }
    return new NextStep.GoOn();
  }

  /** No trial is at work between two iterations: all that there is can be written down. */
  private void offerState(PlanPosition next) {
    if (iterations.isSettled()) {
      listener.between(progress.recorded(), () -> progress.state(next, present, iterations));
    }
  }

  /**
   * A repair is judged by its outcome: within a long epoch a treated network is validated now and
   * then, and kept where it is the best so far. An untreated one is left alone.
   */
  private void followUp(PlanPosition position) {
    long planned = position.iteration(shape.iterationsPerEpoch());
    long every = Math.max(FOLLOW_UP_LEAST, shape.iterations() / FOLLOW_UPS);
    boolean endsEpoch = position.index() == iterations.perEpoch() - 1;
    KeptModel kept = progress.kept();
    if (kept.isValidated() && repairState.isTreated() && !endsEpoch && planned % every == 0) {
      kept.validate(progress.losses().metrics());
    }
  }

  private void checkpoint(PlanPosition position) {
    long planned = position.iteration(shape.iterationsPerEpoch());
    RunUnderRepair run = present.run();
    if (watch.isWatching() && run.checkpoints().isDue(planned)) {
      run.checkpoints().take(position, planned, progress.recorded(), run.memory().highNorm());
    }
  }

  private NextStep concludeEpoch(int epoch, boolean last) {
    KeptModel kept = progress.kept();
    Map<String, Double> metrics = progress.losses().metrics();
    progress.losses().end(epoch);
    double recall = Double.NaN;
    if (kept.isValidated()) {
      recall = kept.validate(metrics).recall(present.baseline().rarest());
    } else {
      kept.keepLatest(progress.recorded(), last, metrics);
    }
    context.observer().epochEnded(epoch, progress.recorded(), metrics);
    NextStep next = judge(epoch, recall);
    if (progress.isHopeless(present.run())) {
      return new NextStep.End(StopReason.COMPLETED);
    }
    boolean stop = next instanceof NextStep.GoOn && progress.isExhausted(metrics) && !last;
    return stop ? new NextStep.End(StopReason.EARLY_STOPPED) : next;
  }

  private NextStep judge(int epoch, double recall) {
    if (progress.losses().hasLearned(present.baseline().loss())) {
      watch.recovered(progress.recorded());
    }
    PlanPosition last = new PlanPosition(epoch, shape.iterationsPerEpoch() - 1);
    RunPosition now = moment(last);
    double loss = progress.losses().latest();
    return watch
        .inspect(new EpochSummary(now.iteration(), now.planned(), epoch, loss, recall))
        .map(finding -> present.handler().treat(finding, now))
        .orElseGet(NextStep.GoOn::new);
  }

  PresentRun present() {
    return present;
  }

  /** How far the arm has come. */
  ArmProgress progress() {
    return progress;
  }

  @Override
  public void close() {
    iterations.close();
  }
}
