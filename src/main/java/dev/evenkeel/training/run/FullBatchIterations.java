package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.ArrayVector;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.repair.IncidentHandler;
import dev.evenkeel.training.repair.NextStep;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.RunMemory;
import dev.evenkeel.training.repair.RunPosition;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.secondorder.Minimizer;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.StepMetrics;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One update of the parameters an epoch, from the gradient of the whole training split: what
 * second-order rules need.
 */
final class FullBatchIterations implements Iterations {

  private final TrainableNetwork network;
  private final StabilityWatch watch;
  private final RunMemory memory;
  private final double rate;
  private final boolean random;
  private final FullBatchObjective objective;
  private final Minimizer minimizer;
  private final StepRecorder recorder;
  private final float[] update;
  private boolean known;
  private boolean moved;

  /**
   * What is remembered of earlier steps.
   *
   * @param randomState what each pass of the next step draws from
   */
  record State(Minimizer.State minimizer, long[] randomState) {}

  /**
   * @param state null before the first step
   */
  FullBatchIterations(RunUnderRepair run, @Nullable State state) {
    network = run.network();
    watch = run.context().repairState().watch();
    memory = run.memory();
    RunSetup setup = run.setup();
    OptimizerSpec optimizer = setup.spec().training().optimizer();
    rate = optimizer.learningRate();
    random = setup.plan().drawsRandomly();
    // The same batches in every pass, or two passes would not see the same function.
    run.batches().beginEpoch(setup.spec().training().seed(), 1);
    objective = new FullBatchObjective(run.batches(), random, run.context());
    minimizer = minimizer(optimizer, network.snapshot().parameters());
    recorder = new StepRecorder(network);
    update = new float[minimizer.point().length];
    if (state != null) {
      minimizer.restore(state.minimizer());
      objective.restore(state.randomState());
    }
  }

  @Override
  public State state() {
    return new State(minimizer.state(), objective.randomState());
  }

  /** What is known of the place could be out of date where the last step did not leave it. */
  @Override
  public boolean isSettled() {
    return moved || !known;
  }

  private static Minimizer minimizer(OptimizerSpec spec, float[] start) {
    return spec.type() == OptimizerSpec.Type.LBFGS
        ? Minimizer.lbfgs(start, spec.learningRate(), spec.history())
        : Minimizer.conjugateGradients(start, spec.learningRate());
  }

  @Override
  public int perEpoch() {
    return 1;
  }

  @Override
  public void beginEpoch(int epoch) {}

  @Override
  public StepRecord record() {
    return recorder.record();
  }

  /** There is no schedule: the line search finds its own way from this rate. */
  @Override
  public double rate(PlanPosition position) {
    return rate;
  }

  @Override
  public void retune(OptimizationSpec spec) {
    throw new IllegalStateException("A line search is not retuned.");
  }

  @Override
  public NextStep run(PlanPosition position, long iteration, IncidentHandler handler) {
    long planned = position.iteration(perEpoch());
    StepRecord record = recorder.begin(iteration, planned, position.epoch());
    // A sample costs nothing beside a pass over all the data.
    record.sampled = true;
    look();
    if (objective.isInterrupted()) {
      return end(objective.interruption());
    }
    ActivationSample activations = network.activations();
    StepMetrics step = recorder.note(objective.loss(), objective.norms());
    memory.step(step, rate);
    RunPosition now = new RunPosition(position, planned, iteration, rate);
    Optional<Finding> finding = watch.inspect(step);
    NextStep next = finding.isPresent() ? handler.treat(finding.get(), now) : new NextStep.GoOn();
    moved = false;
    if (next instanceof NextStep.GoOn) {
      next = step(record);
    }
    if (!record.applied) {
      recorder.sampleNoUpdate();
    }
    memory.sample(recorder.sampleParameters(network.parameters(), activations));
    return next;
  }

  /** The last step's last pass was made here already, unless dropout draws anew. */
  private void look() {
    if (!known) {
      minimizer.look(objective);
      known = true;
    }
  }

  private static NextStep end(Optional<StopReason> reason) {
    return reason.<NextStep>map(NextStep.End::new).orElseGet(NextStep.GoOn::new);
  }

  private NextStep step(StepRecord record) {
    System.arraycopy(minimizer.point(), 0, update, 0, update.length);
    Minimizer.Outcome outcome = minimizer.step(objective);
    return switch (outcome) {
      case MOVED -> {
        objective.moveTo(minimizer.point());
        known = !random;
        moved = true;
        record.applied = true;
        subtract(minimizer.point(), update);
        recorder.sampleUpdate(new ArrayVector(update));
        yield new NextStep.GoOn();
      }
      case CONVERGED -> {
        objective.returnTo(minimizer.point());
        yield new NextStep.End(StopReason.CONVERGED);
      }
      case STUCK -> new NextStep.GoOn();
      case INTERRUPTED -> {
        objective.returnTo(minimizer.point());
        yield end(objective.interruption());
      }
    };
  }

  private static void subtract(float[] point, float[] from) {
    for (int i = 0; i < point.length; i++) {
      from[i] -= point[i];
    }
  }

  @Override
  public void close() {
    minimizer.close();
  }
}
