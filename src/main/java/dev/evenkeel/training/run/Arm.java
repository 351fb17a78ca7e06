package dev.evenkeel.training.run;

import dev.evenkeel.training.evaluation.ExampleScores;
import dev.evenkeel.training.repair.PlanPosition;
import dev.evenkeel.training.repair.RepairState;
import dev.evenkeel.training.repair.RunUnderRepair;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.RunFacts;
import org.jspecify.annotations.Nullable;

/**
 * One way to carry out a run: as it was asked for, by a repaired spec, or again as asked where
 * repairs have come to nothing.
 *
 * @param resumed where an earlier arm had come to; null from the start
 * @param ahead what the best arm so far scores, for a control; null where there is none
 */
record Arm(TrainingSpec spec, Kind kind, @Nullable Resumed resumed, @Nullable ExampleScores ahead) {

  /** What an arm is to the others. */
  enum Kind {
    /** As asked, but for what was certainly wrong before the start. */
    AS_ASKED,
    REPAIRED,
    /** As asked, and nobody interferes any more. */
    CONTROL
  }

  /**
   * A run that is gone on with.
   *
   * @param stopping null where there is no early stopping
   */
  record Resumed(
      RepairState.Control from, KeptModel.Best best, EarlyStopping.@Nullable State stopping) {}

  static Arm asAsked(TrainingSpec spec) {
    return new Arm(spec, Kind.AS_ASKED, null, null);
  }

  static Arm repaired(TrainingSpec spec) {
    return new Arm(spec, Kind.REPAIRED, null, null);
  }

  /** The run as asked, from where the first repair began. */
  static Arm control(Resumed where, @Nullable ExampleScores ahead) {
    return new Arm(where.from().spec(), Kind.CONTROL, where, ahead);
  }

  /** The run as asked, from its start. */
  static Arm control(TrainingSpec spec, @Nullable ExampleScores ahead) {
    return new Arm(spec, Kind.CONTROL, null, ahead);
  }

  PlanPosition start() {
    return resumed == null ? PlanPosition.START : resumed.from().next();
  }

  /**
   * A control on its way to what another arm has come to.
   *
   * @param run this arm's, at its start
   * @return null where there is nothing to come up to
   */
  @Nullable Pursuit pursuit(RunUnderRepair run) {
    RunFacts facts = run.facts();
    long before = start().iteration(facts.iterationsPerEpoch()) - 1;
    return ahead == null ? null : new Pursuit(ahead, run.score(), before, facts.iterations());
  }

  boolean isControl() {
    return kind == Kind.CONTROL;
  }
}
