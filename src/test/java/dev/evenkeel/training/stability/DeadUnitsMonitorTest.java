package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadUnitsMonitorTest {

  private static final double[] NONE = {};
  private static final double NAN = Double.NaN;

  private final Shown shown = new Shown(new DeadUnitsMonitor());

  @Test
  void reportsTheLayerInTheThirdSampleRunning() {
    samples(3, 0.2, 0.9, NAN);

    assertThat(shown.iterations()).containsExactly(3L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.DEAD_UNITS);
    assertThat(shown.first().layer()).isEqualTo(1);
    assertThat(shown.first().value()).isEqualTo(0.9);
  }

  @Test
  void knowsHalfOfTheUnitsDeadFromHealthyNetworks() {
    samples(100, 0.53, 0.84, NAN);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void forgetsALayerThatCameBack() {
    for (int i = 0; i < 20; i++) {
      samples(2, 0.95, 0, NAN);
      samples(1, 0.6, 0, NAN);
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void isNotConfusedByLayersThatDoNotRectify() {
    samples(10, NAN, NAN, NAN);

    assertThat(shown.iterations()).isEmpty();
  }

  private void samples(int times, double... dead) {
    for (int i = 0; i < times; i++) {
      shown.layers(NONE, dead, NONE);
    }
  }
}
