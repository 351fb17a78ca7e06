package dev.evenkeel.training;

import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.StepEvidence;
import java.util.Optional;

/** An update of the parameters from the gradient of every batch. */
final class BatchIterations implements Iterations {

  private static final int SAMPLING = 10;

  private final TrainableNetwork network;
  private final Batches batches;
  private final long seed;
  private final LearningRateSchedule schedule;
  private final GradientClipping clipping;
  private final StabilityWatch watch;
  private final LayerNorms gradientNorms;
  private final StepRecorder recorder;

  BatchIterations(RunSetup setup, RunShape shape, Batches batches, Trainer.Company company) {
    this.network = company.network();
    this.batches = batches;
    this.watch = company.watch();
    var training = setup.spec().training();
    seed = training.seed();
    schedule =
        new LearningRateSchedule(training.schedule(), training.optimizer().learningRate(), shape);
    clipping =
        new GradientClipping(training.gradientClipping(), network.segments(), network.layers());
    gradientNorms = new LayerNorms(network.segments(), network.layers());
    recorder = new StepRecorder(network);
  }

  @Override
  public int perEpoch() {
    return batches.count();
  }

  @Override
  public void beginEpoch(int epoch) {
    batches.beginEpoch(seed, epoch);
  }

  @Override
  public StepRecord record() {
    return recorder.record();
  }

  /** Trains on a batch unless the watch objects. */
  @Override
  public Optional<StopReason> run(int index, long iteration, int epoch) {
    Batch batch = batches.batch(index);
    StepRecord record = recorder.record();
    record.iteration = iteration;
    record.epoch = epoch;
    record.sampled = (iteration - 1) % SAMPLING == 0;
    if (record.sampled) {
      network.sampleActivations();
    }
    double loss = network.computeGradients(batch);
    gradientNorms.measure(network.gradient(), batch.size());

    // Before the update: what is not applied does no harm.
    double rate = schedule.rate(iteration);
    RepairAction action =
        watch.inspect(recorder.note(loss, gradientNorms), () -> evidence(batch, rate));
    record.applied = action == RepairAction.NONE;
    if (record.applied) {
      clipping.clip(network, gradientNorms, batch.size());
      network.applyUpdate(rate);
    }
    if (record.sampled) {
      sample(record.applied);
    }
    recorder.end();
    return Iterations.endedBy(action);
  }

  private void sample(boolean applied) {
    if (applied) {
      recorder.sampleUpdate(network.update());
    } else {
      recorder.sampleNoUpdate();
    }
    recorder.sampleParameters(network.parameters(), network.zeroFractions());
  }

  private StepEvidence evidence(Batch batch, double rate) {
    OddExamples odd = new OddExamples();
    odd.look(batch);
    return recorder.evidence(odd, rate, network.parameters());
  }

  @Override
  public void close() {}
}
