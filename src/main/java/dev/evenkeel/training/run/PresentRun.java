package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.data.ClassWeighting;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.repair.Baseline;
import dev.evenkeel.training.repair.Checkpoints;
import dev.evenkeel.training.repair.IncidentHandler;
import dev.evenkeel.training.repair.RunMemory;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.repair.TriedRates;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import dev.evenkeel.training.stability.StabilityWatch;
import java.util.List;

/**
 * A run as it is by now: its spec, the yardstick of its losses and who answers its findings. All of
 * them change where a repair changes the spec in the midst of the run.
 */
final class PresentRun {

  private final Iterations iterations;
  private final KeptModel kept;
  private RunUnderRepair run;
  private Baseline baseline;
  private IncidentHandler handler;

  /**
   * What has become of it since its start.
   *
   * @param spec by now
   */
  record State(
      TrainingSpec spec, RunMemory.State memory, Checkpoints.State checkpoints, TriedRates tried) {}

  PresentRun(Preparation prepared, Iterations iterations, KeptModel kept, TriedRates tried) {
    this.iterations = iterations;
    this.kept = kept;
    run = prepared.run();
    baseline = prepared.baseline();
    handler = new IncidentHandler(run, tried);
  }

  State state() {
    return new State(spec(), run.memory().state(), run.checkpoints().state(), handler.tried());
  }

  StabilityWatch watch() {
    return run.context().repairState().watch();
  }

  RunUnderRepair run() {
    return run;
  }

  TrainingSpec spec() {
    return run.setup().spec();
  }

  /** What a constant answer reaches. */
  Baseline baseline() {
    return baseline;
  }

  IncidentHandler handler() {
    return handler;
  }

  /** Goes on by a changed spec, of the same network. */
  void change(List<SpecChange> changes) {
    RunSetup setup = run.setup().with(SpecEdits.apply(spec(), changes));
    OptimizationSpec training = setup.spec().training();
    iterations.retune(training);
    run.network().configureRate(training.optimizer().learningRate());
    boolean weighed = !training.classWeights().equals(spec().training().classWeights());
    run = run.with(setup);
    if (weighed) {
      weigh(training);
    }
    handler = new IncidentHandler(run);
  }

  /** Other weights, another yardstick. */
  private void weigh(OptimizationSpec training) {
    var weights =
        new Batches.ExampleWeights(
            ClassWeighting.of(training.classWeights(), run.data()), run.data().labels());
    run.batches().reweigh(weights);
    run.others().reweigh(weights);
    NetworkPlan.Output output = run.setup().plan().output();
    baseline = Baseline.of(run.data().training(), run.data().labels(), weights, output.loss());
    run = run.with(baseline.facts(run.facts(), output));
    kept.balance();
  }
}
