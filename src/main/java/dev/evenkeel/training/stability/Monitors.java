package dev.evenkeel.training.stability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Monitors that go on where others have left off, see {@link #states}. */
  static List<StabilityMonitor> restored(RunFacts facts, Map<String, MonitorState> states) {
    List<StabilityMonitor> monitors = of(facts);
    for (StabilityMonitor monitor : monitors) {
      MonitorState state = states.get(name(monitor));
      if (state == null) {
        throw new IllegalArgumentException(
            "The run's state knows no %s: it is of another version.".formatted(name(monitor)));
      }
      monitor.restore(state);
    }
    return monitors;
  }

  /** What each monitor remembers, by its name. */
  static Map<String, MonitorState> states(List<StabilityMonitor> monitors) {
    Map<String, MonitorState> states = new LinkedHashMap<>();
    monitors.forEach(monitor -> states.put(name(monitor), monitor.state()));
    return states;
  }

  private static String name(StabilityMonitor monitor) {
    return monitor.getClass().getSimpleName();
  }
}
