package dev.evenkeel.training.stability;

import java.util.List;

/** All monitors of a run, the most certain first: only the first finding of a step is followed. */
public final class Monitors {

  private Monitors() {}

  /** Monitors that have seen nothing yet. */
  public static List<StabilityMonitor> of(RunFacts facts) {
    return List.of(
        new NonFiniteMonitor(facts.layers()),
        new ExplodingGradientMonitor(facts.neutral()),
        new RelapseMonitor(facts.baseline()),
        new HighLossMonitor(facts.neutral(), facts.iterations()),
        new ZeroGradientMonitor(),
        new NotLearningMonitor(facts.baseline(), facts.iterations()),
        new SlowLearningMonitor(facts.baseline(), facts.iterations()),
        new DeadUnitsMonitor(),
        new SaturatedUnitsMonitor(facts.layers()),
        new OversizedUpdateMonitor(facts.layers()),
        new OscillationMonitor(facts.baseline(), facts.iterationsPerEpoch()),
        new MinorityCollapseMonitor(facts.classRatio(), facts.iterations(), facts.mayWeigh()));
  }
}
