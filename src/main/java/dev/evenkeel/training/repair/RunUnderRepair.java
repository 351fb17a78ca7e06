package dev.evenkeel.training.repair;

import dev.evenkeel.training.Batches;
import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.stability.RunFacts;

/**
 * What the search for a cause and its repair may look at: one run from its start to its end or next
 * start.
 *
 * @param regression whether the targets are numbers
 * @param batches of the present epoch
 * @param others the same examples in an order of their own, for probes
 */
public record RunUnderRepair(
    RunSetup setup,
    RunContext context,
    RunFacts facts,
    boolean regression,
    Batches batches,
    Batches others,
    Checkpoints checkpoints,
    RunMemory memory) {

  /** The same run by a changed spec. */
  public RunUnderRepair with(RunSetup other) {
    return new RunUnderRepair(
        other, context, facts, regression, batches, others, checkpoints, memory);
  }

  /** Whether a line search over all the data makes the steps. */
  public boolean isFullBatch() {
    return setup.spec().training().optimizer().type().isFullBatch();
  }

  public TrainableNetwork network() {
    return context.network();
  }

  double baseline() {
    return facts.baseline();
  }
}
