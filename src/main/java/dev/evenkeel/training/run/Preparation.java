package dev.evenkeel.training.run;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.data.ClassWeighting;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.repair.Baseline;
import dev.evenkeel.training.repair.Checkpoints;
import dev.evenkeel.training.repair.RunContext;
import dev.evenkeel.training.repair.RunMemory;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.repair.WatchedLayers;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.RunFacts;
import org.jspecify.annotations.Nullable;

/** What a training needs before its first step: batches, its size, the yardstick of its losses. */
final class Preparation {

  private final RunShape shape;
  private final Baseline baseline;
  private final RunUnderRepair run;

  /**
   * @param asked what was asked for
   * @param reached how the run had been changed by the time it was left; null at its start
   */
  Preparation(
      RunSetup asked, RunData data, RunContext context, PresentRun.@Nullable State reached) {
    RunSetup setup = reached == null ? asked : asked.with(reached.spec());
    OptimizationSpec spec = setup.spec().training();
    var weighting =
        new Batches.ExampleWeights(ClassWeighting.of(spec.classWeights(), data), data.labels());
    Batches batches = batches(setup, data, weighting, spec.shuffle());
    Batches others = batches(setup, data, weighting, true);
    batches.exclude(context.repairState().excluded());
    others.exclude(context.repairState().excluded());
    others.beginEpoch(spec.seed(), -1);
    int perEpoch = spec.optimizer().type().isFullBatch() ? 1 : batches.count();
    shape =
        new RunShape(
            context.network().layers(),
            setup.plan().parameters(),
            data.training().size(),
            perEpoch,
            (long) perEpoch * spec.epochs());
    baseline = Baseline.of(data.training(), data.labels(), weighting, setup.plan().output().loss());
    run =
        new RunUnderRepair(
            setup,
            context,
            facts(setup),
            data,
            batches,
            others,
            reached == null
                ? new Checkpoints(context.network(), shape.iterations())
                : new Checkpoints(context.network(), shape.iterations(), reached.checkpoints()),
            reached == null
                ? new RunMemory(spec.optimizer().learningRate())
                : new RunMemory(reached.memory()));
  }

  /** The training split in an order of its own, for trials. */
  static Batches shuffled(RunSetup setup, RunData data) {
    OptimizationSpec spec = setup.spec().training();
    var weighting =
        new Batches.ExampleWeights(ClassWeighting.of(spec.classWeights(), data), data.labels());
    Batches batches = batches(setup, data, weighting, true);
    batches.beginEpoch(spec.seed(), -1);
    return batches;
  }

  private static Batches batches(
      RunSetup setup, RunData data, Batches.ExampleWeights weighting, boolean shuffle) {
    int size = setup.spec().training().batchSize();
    Batches all =
        shuffle
            ? Batches.shuffled(data.training(), size, weighting)
            : Batches.inOrder(data.training(), size, weighting);
    return setup.plan().normalizesBatches() ? all.withoutALoneLast() : all;
  }

  private RunFacts facts(RunSetup setup) {
    return new RunFacts(
        baseline.loss(),
        baseline.neutral(setup.plan().output()),
        shape.iterations(),
        shape.iterationsPerEpoch(),
        baseline.classRatio(),
        setup.spec().stability().names(RepairAction.FIX_SPEC),
        WatchedLayers.of(setup.plan()));
  }

  RunShape shape() {
    return shape;
  }

  Baseline baseline() {
    return baseline;
  }

  RunUnderRepair run() {
    return run;
  }
}
