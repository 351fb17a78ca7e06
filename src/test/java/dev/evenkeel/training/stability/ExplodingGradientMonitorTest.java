package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An answer that prefers nothing costs 1; the run's gradients have a norm of 1. */
class ExplodingGradientMonitorTest {

  private final Shown shown = new Shown(new ExplodingGradientMonitor(1));

  @Test
  void reportsANormOverAHundredTimesTheMedianWhileTheLossIsBad() {
    shown.losses(30, 0.5).step(2.5, 101);

    assertThat(shown.iterations()).containsExactly(31L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.EXPLODING_GRADIENT);
    assertThat(shown.first().value()).isEqualTo(101);
    assertThat(shown.first().limit()).isEqualTo(100);
  }

  @Test
  void keepsStillWhileTheLossIsFine() {
    assertThat(shown.losses(60, 0.5).step(1.9, 5000).iterations()).isEmpty();
  }

  @Test
  void knowsFortyOneTimesTheMedianFromNetworksThatLearn() {
    assertThat(shown.losses(60, 0.5).step(9, 41).iterations()).isEmpty();
  }

  @Test
  void needsThirtyNormsToCompareWith() {
    assertThat(shown.losses(29, 0.5).step(9, 1e6).iterations()).isEmpty();
  }

  @Test
  void leavesSmallNormsAloneHoweverSmallTheMedianIs() {
    IntStream.range(0, 40).forEach(i -> shown.step(3, 1e-3));

    assertThat(shown.step(3, 9).iterations()).isEmpty();
  }

  @Test
  void doesNotTakeExplosionsForNormal() {
    shown.losses(50, 0.5);
    IntStream.range(0, 60).forEach(i -> shown.step(9, 500));

    assertThat(shown.iterations()).hasSize(60);
  }

  @Test
  void forgetsWhatNormsWereLongAgo() {
    shown.losses(50, 0.5);
    IntStream.range(0, 50).forEach(i -> shown.step(0.5, 20));

    assertThat(shown.step(9, 1500).iterations()).isEmpty();
    assertThat(shown.step(9, 2500).iterations()).containsExactly(102L);
  }

  @Test
  void isNotConfusedByNonFiniteNorms() {
    IntStream.range(0, 40).forEach(i -> shown.step(Double.NaN, Double.NaN));
    assertThat(shown.step(9, 500).iterations()).as("nothing to compare with yet").isEmpty();

    assertThat(shown.losses(60, 0.5).step(9, 500).iterations()).containsExactly(102L);
  }
}
