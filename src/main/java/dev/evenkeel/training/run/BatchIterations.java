package dev.evenkeel.training.run;

import dev.evenkeel.training.LearningRateSchedule;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.GradientClipping;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.repair.IncidentHandler;
import dev.evenkeel.training.repair.NextStep;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.RunMemory;
import dev.evenkeel.training.repair.RunPosition;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.LayerSample;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.StepMetrics;
import java.util.Optional;

/** An update of the parameters from the gradient of every batch. */
final class BatchIterations implements Iterations {

  private static final int SAMPLING = 10;

  private final TrainableNetwork network;
  private final Batches batches;
  private final long seed;
  private final RunShape shape;
  private final StabilityWatch watch;
  private final RunMemory memory;
  private final LayerNorms gradientNorms;
  private final StepRecorder recorder;
  private LearningRateSchedule schedule;
  private GradientClipping clipping;

  BatchIterations(RunUnderRepair run, RunShape shape) {
    network = run.network();
    batches = run.batches();
    watch = run.context().repairState().watch();
    memory = run.memory();
    this.shape = shape;
    var training = run.setup().spec().training();
    seed = training.seed();
    schedule = schedule(training);
    clipping = clipping(training);
    gradientNorms = new LayerNorms(network.segments(), network.layers());
    recorder = new StepRecorder(network);
  }

  private LearningRateSchedule schedule(OptimizationSpec training) {
    return new LearningRateSchedule(
        training.schedule(), training.optimizer().learningRate(), shape);
  }

  private GradientClipping clipping(OptimizationSpec training) {
    return new GradientClipping(training.gradientClipping(), network.segments(), network.layers());
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
  public double rate(PlanPosition position) {
    return schedule.rate(position.iteration(perEpoch()));
  }

  @Override
  public void retune(OptimizationSpec spec) {
    schedule = schedule(spec);
    clipping = clipping(spec);
  }

  @Override
  public StepRecord record() {
    return recorder.record();
  }

  /** Trains on a batch unless the watch objects. */
  @Override
  public NextStep run(PlanPosition position, long iteration, IncidentHandler handler) {
    Batch batch = batches.batch(position.index());
    if (batch.size() == 0) {
      return new NextStep.PassOver();
    }
    long planned = position.iteration(perEpoch());
    StepRecord record = recorder.begin(iteration, planned, position.epoch());
    record.sampled = (iteration - 1) % SAMPLING == 0;
    if (record.sampled) {
      network.sampleActivations();
    }
    double loss = network.computeGradients(batch);
    gradientNorms.measure(network.gradient(), batch.size());

    // Before the update: what is not applied does no harm.
    double rate = schedule.rate(planned);
    StepMetrics step = recorder.note(loss, gradientNorms);
    memory.step(step, rate);
    RunPosition now = new RunPosition(position, planned, iteration, rate);
    Optional<Finding> finding = watch.inspect(step);
    NextStep next = finding.isPresent() ? handler.treat(finding.get(), now) : new NextStep.GoOn();
    if (next instanceof NextStep.GoOn) {
      clipping.clip(network, gradientNorms, batch.size());
      network.applyUpdate(rate);
      record.applied = true;
    }
    return record.sampled ? sample(next, now, handler) : next;
  }

  private NextStep sample(NextStep next, RunPosition now, IncidentHandler handler) {
    if (recorder.record().applied) {
      recorder.sampleUpdate(network.update());
    } else {
      recorder.sampleNoUpdate();
    }
    LayerSample sample = recorder.sampleParameters(network.parameters(), network.activations());
    if (!(next instanceof NextStep.GoOn)) {
      return next;
    }
    memory.sample(sample);
    return watch.inspect(sample).map(finding -> handler.treat(finding, now)).orElse(next);
  }

  @Override
  public void close() {}
}
