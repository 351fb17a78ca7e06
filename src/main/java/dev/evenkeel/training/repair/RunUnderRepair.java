package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.stability.RunFacts;

/**
 * What the search for a cause and its repair may look at: one run from its start to its end or next
 * start.
 *
 * @param data its splits, as the spec has them prepared
 * @param batches of the present epoch
 * @param others the same examples in an order of their own, for probes
 */
public record RunUnderRepair(
    RunSetup setup,
    RunContext context,
    RunFacts facts,
    RunData data,
    Batches batches,
    Batches others,
    Checkpoints checkpoints,
    RunMemory memory) {

  /** The same run by a changed spec. */
  public RunUnderRepair with(RunSetup other) {
    return new RunUnderRepair(other, context, facts, data, batches, others, checkpoints, memory);
  }

  /** The same run measured by another yardstick. */
  public RunUnderRepair with(RunFacts other) {
    return new RunUnderRepair(setup, context, other, data, batches, others, checkpoints, memory);
  }

  /** Whether a line search over all the data makes the steps. */
  public boolean isFullBatch() {
    return setup.spec().training().optimizer().type().isFullBatch();
  }

  public TrainableNetwork network() {
    return context.network();
  }

  /** Whether somebody wants the run to end: trial runs are broken off by it. */
  boolean isAskedToStop() {
    return context.signal().stopRequested().isPresent();
  }

  double baseline() {
    return facts.baseline();
  }

  /** Whether the targets are numbers. */
  boolean regression() {
    return !data.preprocessing().targets().isEmpty();
  }

  /** Examples to judge trial runs by. */
  HeldOut heldOut() {
    return HeldOut.of(setup, data, others);
  }

  /** How well the network answers them as it is. */
  public ExampleScores score() {
    return heldOut().score(network());
  }

  /** The size of the run, as schedules want it. */
  RunShape shape() {
    return new RunShape(
        network().layers(),
        setup.plan().parameters(),
        data.training().size(),
        facts.iterationsPerEpoch(),
        facts.iterations());
  }
}
