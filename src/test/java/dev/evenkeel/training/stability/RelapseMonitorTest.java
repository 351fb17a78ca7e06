package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A constant answer costs 1. */
class RelapseMonitorTest {

  private final Shown shown = new Shown(new RelapseMonitor(1));

  @Test
  void reportsANetworkThatHasForgottenWhatItHadLearned() {
    shown.losses(50, 0.1).losses(13, 1);

    // The smoothed loss passes 0.1 + 0.6 · 0.9 at 1 − 0.9 · 0.9⁹, the ninth bad step; then five.
    assertThat(shown.iterations()).containsExactly(63L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.RELAPSE);
    assertThat(shown.first().limit()).isCloseTo(0.64, within(1e-6));
  }

  @Test
  void forgivesASingleBadBatch() {
    assertThat(shown.losses(50, 0.1).losses(1, 7).losses(50, 0.1).iterations()).isEmpty();
  }

  @Test
  void forgivesANetworkThatWasThrownOffAndIsLearningAgain() {
    shown.losses(50, 0.1).losses(2, 8).losses(1, 2);
    for (int i = 0; i < 40; i++) {
      shown.losses(1, 0.6 * Math.pow(0.95, i));
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void reportsALossThatStaysHighOnTheWhole() {
    shown.losses(50, 0.1);
    for (int i = 0; i < 60; i++) {
      shown.losses(1, i % 4 == 0 ? 0.5 : 1);
    }

    assertThat(shown.iterations()).isNotEmpty();
  }

  @Test
  void letsAWarmRestartGiveBackHalf() {
    assertThat(shown.losses(50, 0.1).losses(500, 0.55).iterations()).isEmpty();
  }

  @Test
  void hasNothingToSayOfANetworkThatNeverLearned() {
    assertThat(shown.losses(50, 0.65).losses(500, 5).iterations()).isEmpty();
  }

  @Test
  void measuresByTheNoiseThatTheLossHasAnyway() {
    // Every 25th batch holds the rare class, whose weight is large.
    for (int i = 0; i < 400; i++) {
      shown.step(i % 25 == 0 ? 9 : 0.05, 1);
    }
    shown.losses(4, 3).losses(40, 0.05);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void isNotConfusedByNonFiniteLosses() {
    shown.losses(50, 0.1).losses(30, Double.NaN).losses(12, 1);
    assertThat(shown.iterations()).isEmpty();

    assertThat(shown.losses(1, 1).iterations()).containsExactly(93L);
  }
}
