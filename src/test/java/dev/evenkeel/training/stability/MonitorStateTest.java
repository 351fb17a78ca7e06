package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/**
 * Shows every monitor a run in which everything goes wrong sooner or later, and another of its kind
 * the rest of it from each iteration on.
 */
class MonitorStateTest {

  private static final int ITERATIONS = 400;
  private static final int PER_EPOCH = 8;
  private static final List<WatchedLayer> LAYERS =
      List.of(
          new WatchedLayer(0, "dense_0"),
          new WatchedLayer(1, "lstm_1", WatchedLayer.Kind.RECURRENT),
          new WatchedLayer(2, "output", WatchedLayer.Kind.OUTPUT));
  private static final RunFacts FACTS =
      new RunFacts(1.0, 1.0, ITERATIONS, PER_EPOCH, 20, true, LAYERS);

  /** Scratch space that is filled before it is read. */
  private static final RecursiveComparisonConfiguration ALL_FIELDS =
      RecursiveComparisonConfiguration.builder()
          .withIgnoredFields("sorted")
          .withEqualsForType((a, b) -> a.compareTo(b) == 0, Double.class)
          .build();

  @Test
  void aMonitorFindsTheSameFromWhateverIterationItIsGoneOnWith() {
    for (int kind = 0; kind < Monitors.of(FACTS).size(); kind++) {
      StabilityMonitor whole = Monitors.of(FACTS).get(kind);
      String name = whole.getClass().getSimpleName();
      List<StabilityMonitor> resumed = new ArrayList<>();
      Set<String> findings = new HashSet<>();
      for (int i = 1; i <= ITERATIONS; i++) {
        StabilityMonitor next = Monitors.of(FACTS).get(kind);
        next.restore(whole.state());
        assertThat(next)
            .as("%s before iteration %d: a field that its state lacks", name, i)
            .usingRecursiveComparison(ALL_FIELDS)
            .isEqualTo(whole);
        resumed.add(next);
        List<Optional<Finding>> found = show(whole, i);
        found.stream().flatMap(Optional::stream).map(Finding::toString).forEach(findings::add);
        for (StabilityMonitor other : resumed) {
          assertThat(show(other, i)).as("%s at iteration %d", name, i).isEqualTo(found);
        }
        // Enough of each age, or there would be a million looks.
        if (resumed.size() > 40) {
          resumed.remove(i % 40);
        }
      }
      assertThat(findings).as("what %s has to find in the script", name).isNotEmpty();
    }
  }

  @Test
  void aStateIsACopyThatLaterStepsDoNotTouch() {
    for (StabilityMonitor monitor : Monitors.of(FACTS)) {
      show(monitor, 1);
      MonitorState state = monitor.state();
      String before = text(state);
      for (int i = 2; i <= ITERATIONS; i++) {
        show(monitor, i);
      }
      assertThat(text(state)).isEqualTo(before);
    }
  }

  @Test
  void aWatchGoesOnWithAllItsMonitors() {
    StabilityWatch whole = new StabilityWatch(incident -> {});
    whole.begin(FACTS);
    for (int i = 1; i <= 100; i++) {
      whole.inspect(step(i));
      whole.inspect(sample(i));
    }
    StabilityWatch resumed = new StabilityWatch(incident -> {});
    resumed.restore(whole.state());
    resumed.resume(FACTS, whole.monitors());

    for (int i = 101; i <= ITERATIONS; i++) {
      assertThat(resumed.inspect(step(i))).isEqualTo(whole.inspect(step(i)));
      assertThat(resumed.inspect(sample(i))).isEqualTo(whole.inspect(sample(i)));
    }
  }

  @Test
  void aWatchThatRestsGoesOnResting() {
    StabilityWatch whole = new StabilityWatch(incident -> {});
    whole.begin(FACTS);
    whole.rest();
    StabilityWatch resumed = new StabilityWatch(incident -> {});
    resumed.resume(FACTS, whole.monitors());

    assertThat(resumed.inspect(new StepMetrics(1, 1, Double.NaN, 1, new double[3], true)))
        .isEmpty();
  }

  @Test
  void aStateThatLacksAMonitorIsRefused() {
    StabilityWatch watch = new StabilityWatch(incident -> {});

    assertThatThrownBy(() -> watch.resume(FACTS, Map.of("Other", MonitorState.NOTHING)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NonFiniteMonitor");
  }

  private static String text(MonitorState state) {
    StringBuilder text = new StringBuilder();
    state.numbers().forEach((name, values) -> text.append(name).append(Arrays.toString(values)));
    return text.toString();
  }

  private static List<Optional<Finding>> show(StabilityMonitor monitor, int iteration) {
    List<Optional<Finding>> found = new ArrayList<>();
    found.add(monitor.inspect(step(iteration)));
    if (iteration % 4 == 1) {
      found.add(monitor.inspect(sample(iteration)));
    }
    if (iteration % PER_EPOCH == 0) {
      found.add(monitor.inspect(epoch(iteration)));
    }
    return found;
  }

  /** Nothing learned at first, slowly something, then a relapse, an explosion, a standing still. */
  private static double loss(int iteration) {
    double noise = 0.01 * new Random(iteration).nextGaussian();
    if (iteration == 120 || iteration == 330) {
      return Double.NaN;
    }
    if (iteration <= 60) {
      return 0.99 + noise;
    }
    if (iteration <= 160) {
      double slowly = 0.9 - 0.0005 * (iteration - 60);
      return Math.min(slowly, slowly - 0.016 * (iteration - 120)) + noise;
    }
    return iteration <= 200 ? 0.2 + noise : iteration <= 260 ? 1.5 + noise : 6 + noise;
  }

  private static StepMetrics step(int iteration) {
    double norm = iteration >= 340 && iteration <= 360 ? 0 : iteration == 280 ? 1e6 : 1;
    double[] layers = {norm, norm, iteration == 330 ? Double.NaN : norm};
    return new StepMetrics(
        iteration,
        epochOf(iteration),
        loss(iteration),
        norm == 0 ? 0 : norm + 0.1 * (iteration % 7),
        layers,
        iteration != 390);
  }

  private static LayerSample sample(int iteration) {
    double high = iteration > 150 && iteration < 250 ? 0.95 : 0.1;
    double[] each = {high, high, Double.NaN};
    return new LayerSample(iteration, iteration, epochOf(iteration), each, each, each);
  }

  private static EpochSummary epoch(int iteration) {
    double loss = epochOf(iteration) % 2 == 0 ? 1.0 : 1.4;
    return new EpochSummary(
        iteration, iteration, epochOf(iteration), loss, iteration > 200 ? 0.1 : 0.3);
  }

  private static int epochOf(int iteration) {
    return (iteration - 1) / PER_EPOCH + 1;
  }
}
