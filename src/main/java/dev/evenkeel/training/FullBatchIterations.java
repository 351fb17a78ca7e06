package dev.evenkeel.training;

import dev.evenkeel.training.secondorder.Minimizer;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.Optional;

/**
 * One update of the parameters an epoch, from the gradient of the whole training split: what
 * second-order rules need.
 */
final class FullBatchIterations implements Iterations {

  private final TrainableNetwork network;
  private final StabilityWatch watch;
  private final double rate;
  private final boolean random;
  private final FullBatchObjective objective;
  private final Minimizer minimizer;
  private final StepRecorder recorder;
  private final float[] update;
  private boolean known;

  FullBatchIterations(RunSetup setup, Batches batches, Trainer.Company company) {
    network = company.network();
    watch = company.watch();
    OptimizerSpec optimizer = setup.spec().training().optimizer();
    rate = optimizer.learningRate();
    random = setup.plan().drawsRandomly();
    // The same batches in every pass, or two passes would not see the same function.
    batches.beginEpoch(setup.spec().training().seed(), 1);
    objective = new FullBatchObjective(batches, random, company);
    minimizer = minimizer(optimizer, network.snapshot().parameters());
    recorder = new StepRecorder(network);
    update = new float[minimizer.point().length];
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

  @Override
  public Optional<StopReason> run(int index, long iteration, int epoch) {
    StepRecord record = recorder.record();
    record.iteration = iteration;
    record.epoch = epoch;
    // A sample costs nothing beside a pass over all the data.
    record.sampled = true;
    record.applied = false;
    look();
    if (objective.isInterrupted()) {
      return objective.interruption();
    }
    double[] zeros = network.zeroFractions();
    RepairAction action =
        watch.inspect(
            recorder.note(objective.loss(), objective.norms()),
            () -> recorder.evidence(objective.oddExamples(), rate, network.parameters()));
    Optional<StopReason> end =
        action == RepairAction.NONE ? step(record) : Iterations.endedBy(action);
    if (!record.applied) {
      recorder.sampleNoUpdate();
    }
    recorder.sampleParameters(network.parameters(), zeros);
    recorder.end();
    return end;
  }

  /** The last step's last pass was made here already, unless dropout draws anew. */
  private void look() {
    if (!known) {
      minimizer.look(objective);
      known = true;
    }
  }

  private Optional<StopReason> step(StepRecord record) {
    System.arraycopy(minimizer.point(), 0, update, 0, update.length);
    Minimizer.Outcome outcome = minimizer.step(objective);
    return switch (outcome) {
      case MOVED -> {
        objective.moveTo(minimizer.point());
        known = !random;
        record.applied = true;
        subtract(minimizer.point(), update);
        recorder.sampleUpdate(new ArrayVector(update));
        yield Optional.empty();
      }
      case CONVERGED -> {
        objective.returnTo(minimizer.point());
        yield Optional.of(StopReason.CONVERGED);
      }
      case STUCK -> Optional.empty();
      case INTERRUPTED -> {
        objective.returnTo(minimizer.point());
        yield objective.interruption();
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
