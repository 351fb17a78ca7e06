package dev.evenkeel.training.run;

import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.repair.IncidentHandler;
import dev.evenkeel.training.repair.NextStep;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.spec.OptimizationSpec;
import org.jspecify.annotations.Nullable;

/** The iterations of an epoch: one for each batch, or a single one over all of them. */
public interface Iterations extends AutoCloseable {

  int perEpoch();

  void beginEpoch(int epoch);

  /**
   * Carries out an iteration.
   *
   * @param iteration recorded, from 1
   */
  NextStep run(PlanPosition position, long iteration, IncidentHandler handler);

  /** The rate in force at a place of the plan. */
  double rate(PlanPosition position);

  /** From now on by another rate, schedule or clipping. */
  void retune(OptimizationSpec spec);

  /** The numbers of the last iteration; reused by the next. */
  StepRecord record();

  /**
   * Whether they could be gone on with elsewhere from here: nothing is known of the present place
   * that another look at it would not tell.
   */
  default boolean isSettled() {
    return true;
  }

  /** What they remember beside the network; null where that is nothing. */
  default FullBatchIterations.@Nullable State state() {
    return null;
  }

  @Override
  void close();
}
