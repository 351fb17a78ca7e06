package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An answer that prefers nothing costs 1. */
class HighLossMonitorTest {

  private final Shown shown = new Shown(new HighLossMonitor(1, 500));

  @Test
  void reportsALossThatStandsHighForFortyIterationsAfterTheStart() {
    shown.losses(61, 3);

    assertThat(shown.iterations()).containsExactly(61L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.HIGH_LOSS);
    assertThat(shown.first().value()).isCloseTo(3, within(1e-9));
    assertThat(shown.first().limit()).isEqualTo(2);
  }

  @Test
  void keepsStillBelowTwiceTheNeutralLoss() {
    assertThat(shown.losses(500, 1.99).iterations()).isEmpty();
  }

  @Test
  void forgivesAWildStart() {
    assertThat(shown.losses(15, 50).losses(200, 0.9).iterations()).isEmpty();
  }

  @Test
  void letsALossFallInItsOwnTime() {
    IntStream.range(0, 200).forEach(i -> shown.step(6 * Math.pow(0.98, i), 1));

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void letsALossFallForHoweverLongItIsHigh() {
    IntStream.range(0, 400).forEach(i -> shown.step(100 * Math.pow(0.99, i), 1));

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void waitsForThreeHundredthsOfALongPlan() {
    Shown patient = new Shown(new HighLossMonitor(1, 5_000));

    assertThat(patient.losses(170, 3).iterations()).isEmpty();
    assertThat(patient.losses(1, 3).iterations()).containsExactly(171L);
  }

  @Test
  void needsNoPatienceWithALossBeyondHope() {
    assertThat(shown.losses(4, 3e4).iterations()).containsExactly(4L);
  }

  @Test
  void leavesNonFiniteLossesOut() {
    assertThat(shown.losses(100, Double.NaN).losses(60, 3).iterations()).isEmpty();
    assertThat(shown.losses(1, 3).iterations()).containsExactly(161L);
  }
}
