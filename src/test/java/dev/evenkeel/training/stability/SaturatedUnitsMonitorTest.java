package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SaturatedUnitsMonitorTest {

  private static final double[] NONE = {};
  private static final double NAN = Double.NaN;

  private final Shown shown =
      new Shown(
          new SaturatedUnitsMonitor(
              List.of(
                  new WatchedLayer(0, "lstm_0", WatchedLayer.Kind.RECURRENT),
                  new WatchedLayer(2, "dense_2"))));

  @Test
  void reportsTheLayerInTheFifthSampleRunning() {
    samples(5, 0.1, NAN, 0.5);

    assertThat(shown.iterations()).containsExactly(5L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.SATURATED_UNITS);
    assertThat(shown.first().layer()).isEqualTo(2);
  }

  @Test
  void allowsAlmostHalfOfThemAtABound() {
    samples(100, 0.1, NAN, 0.49);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void letsTheGatesOfRecurrentLayersClose() {
    samples(100, 0.99, NAN, 0.1);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void startsToCountAnewAfterABetterSample() {
    for (int i = 0; i < 20; i++) {
      samples(4, 0, NAN, 0.9);
      samples(1, 0, NAN, 0.2);
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void isNotConfusedByNaN() {
    samples(20, NAN, NAN, NAN);
    samples(4, 0, NAN, 0.9);
    assertThat(shown.iterations()).isEmpty();
    samples(1, 0, NAN, 0.9);
    assertThat(shown.iterations()).containsExactly(25L);
  }

  private void samples(int times, double... saturated) {
    for (int i = 0; i < times; i++) {
      shown.layers(NONE, NONE, saturated);
    }
  }
}
