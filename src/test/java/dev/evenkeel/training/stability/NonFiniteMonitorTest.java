package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NonFiniteMonitorTest {

  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final NonFiniteMonitor monitor =
      new NonFiniteMonitor(List.of(new WatchedLayer(0, "dense_0"), new WatchedLayer(1, "output")));

  @Test
  void hasNothingToSayAboutFiniteNumbers() {
    assertThat(monitor.inspect(step(1e30, 1e30, true, 1e30, 1))).isEmpty();
  }

  @Test
  void seesALossAGradientAndAStatistic() {
    assertThat(monitor.inspect(step(NAN, 1, true, 1, 1)).orElseThrow().value()).isNaN();
    assertThat(monitor.inspect(step(1, INFINITE, true, INFINITE, 1)).orElseThrow().value())
        .isInfinite();
    assertThat(monitor.inspect(step(1, 1, false, 1, 1))).isPresent();
  }

  @Test
  void namesTheLayerUnlessAllAreBad() {
    assertThat(monitor.inspect(step(1, NAN, true, 1, NAN)).orElseThrow().layer()).isEqualTo(1);
    assertThat(monitor.inspect(step(1, NAN, true, NAN, NAN)).orElseThrow().layer()).isEqualTo(-1);
    assertThat(monitor.inspect(step(NAN, 1, true, 1, 1)).orElseThrow().layer()).isEqualTo(-1);
  }

  private static StepMetrics step(
      double loss, double norm, boolean statistics, double first, double second) {
    return new StepMetrics(7, 1, loss, norm, new double[] {first, second}, statistics);
  }
}
