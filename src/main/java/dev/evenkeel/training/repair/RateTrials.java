package dev.evenkeel.training.repair;

import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import java.util.TreeMap;

/**
 * Trial runs at other learning rates: how many steps they have, whether the budget allows them, and
 * what they have shown before.
 */
final class RateTrials {

  /** Rates that a search tries at the most, usually. */
  private static final int SEARCHED = 6;

  /** Gradients that nobody minds. */
  private static final int CHEAP = 100;

  /** Steps of a trial run: a fiftieth of the plan within these bounds, of a short one a tenth. */
  private static final int MOST_STEPS = 40;

  private static final int LEAST_STEPS = 10;
  private static final int LEAST_OF_ALL = 5;

  /** Where something critical was found it is no mere question. */
  private static final int TIMES_LONGER = 2;

  private static final int SEARCHED_AT_MOST = 11;

  private final RunUnderRepair run;

  /** Losses of trial runs from the start, by rate: asked again, they would end the same. */
  private final TreeMap<Double, Double> fromStart = new TreeMap<>();

  private int excluded;
  private int fromStartSteps;

  RateTrials(RunUnderRepair run, TriedRates tried) {
    this.run = run;
    excluded = tried.excluded();
    fromStartSteps = tried.steps();
    for (int i = 0; i < tried.rates().length; i++) {
      fromStart.put(tried.rates()[i], tried.losses()[i]);
    }
  }

  TriedRates tried() {
    return new TriedRates(
        fromStart.keySet().stream().mapToDouble(rate -> rate).toArray(),
        fromStart.values().stream().mapToDouble(loss -> loss).toArray(),
        excluded,
        fromStartSteps);
  }

  /** A search from a state by trial runs of so many steps. */
  LearningRateSearch search(Checkpoint from, int steps) {
    int now = run.context().repairState().excluded().size();
    if (now != excluded || steps != fromStartSteps) {
      // Other rows or steps, other losses.
      fromStart.clear();
      excluded = now;
      fromStartSteps = steps;
    }
    TrialRun trial =
        new TrialRun(
            run.setup(),
            run.others(),
            run.context(),
            new TrialRun.Measure(run.baseline(), steps, Integer.MAX_VALUE));
    return new LearningRateSearch(
        trial, from.state(), from.planned() == 1 ? fromStart : new TreeMap<>());
  }

  /** Steps of a trial run. */
  int steps() {
    long plan = run.facts().iterations();
    long least = Math.max(LEAST_OF_ALL, Math.min(LEAST_STEPS, plan / 10));
    return (int) Math.max(least, Math.min(MOST_STEPS, plan / 50));
  }

  /** More of them show more, as long as half of what a plan may cost is left for the repair. */
  int longerSteps() {
    int longer = TIMES_LONGER * steps();
    return (long) SEARCHED_AT_MOST * longer <= run.facts().iterations() / 2 ? longer : steps();
  }

  /** Whether the budget allows a search. */
  boolean affordsSearch(int steps) {
    // A line search finds its own steps: other rates tell nothing of it.
    return !run.isFullBatch() && run.context().repairState().affords((long) SEARCHED * steps);
  }

  /** Whether a search leaves enough of the budget to start anew. */
  boolean leavesRoom(RunPosition now) {
    return leavesRoom(SEARCHED_AT_MOST * steps(), now);
  }

  /** Whether so many gradients leave enough of it. */
  boolean leavesRoom(long gradients, RunPosition now) {
    return run.context().repairState().affords(gradients + now.planned());
  }

  /** Whether a question by trial runs would cost more than a quarter of the run. */
  boolean isTooDearForAQuestion() {
    return (long) SEARCHED * steps() > Math.max(CHEAP, run.facts().iterations() / 4);
  }
}
