package dev.evenkeel.job;

import dev.evenkeel.error.Fault;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether a network can be built for a dataset, and what it would take. */
interface SpecPlanner {

  Plan plan(TrainingSpec spec, DatasetSchema schema);

  /**
   * The outcome.
   *
   * @param faults why it can't be built; empty if it can
   * @param warnings what is unwise about it, code = a cause
   * @param estimate null where the faults leave nothing to estimate
   */
  record Plan(List<Fault> faults, List<Fault> warnings, @Nullable Estimate estimate) {}

  /** What a run takes, known before anything is allocated. */
  record Estimate(long parameters, long iterationsPerEpoch, long memoryBytes) {}
}
