package dev.evenkeel.training;

import dev.evenkeel.training.stability.RunFacts;

/**
 * What the search for a cause and its repair may look at: one run from its start to its end or next
 * start.
 *
 * @param regression whether the targets are numbers
 * @param batches of the present epoch
 * @param others the same examples in an order of their own, for probes
 */
record Ward(
    RunSetup setup,
    Trainer.Company company,
    RunFacts facts,
    boolean regression,
    Batches batches,
    Batches others,
    Checkpoints checkpoints,
    RunMemory memory) {

  /** The same run by a changed spec. */
  Ward with(RunSetup other) {
    return new Ward(other, company, facts, regression, batches, others, checkpoints, memory);
  }

  TrainableNetwork network() {
    return company.network();
  }

  double baseline() {
    return facts.baseline();
  }
}
