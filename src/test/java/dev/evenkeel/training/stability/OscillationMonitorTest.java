package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A constant answer costs 1. */
class OscillationMonitorTest {

  private static final double ANY = Double.NaN;

  private final Shown shown = new Shown(new OscillationMonitor(1, 10));

  @Test
  void asksAboutALossThatBouncesOverTenEpochs() {
    bounce(11, 0.5, 0.8);

    assertThat(shown.iterations()).as("the end of epoch 11").containsExactly(110L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.OSCILLATION);
    assertThat(shown.first().severity()).isEqualTo(Severity.INFO);
    assertThat(shown.first().value()).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void leavesALossAloneThatHasNothingLeftToLearn() {
    bounce(40, 0.08, 0.2);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void allowsBouncesOfATenth() {
    bounce(40, 0.5, 0.55);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void leavesALossAloneThatFallsInLeaps() {
    IntStream.range(0, 10)
        .forEach(i -> shown.epoch(0.9 - 0.07 * i, ANY).epoch(1.2 - 0.07 * i, ANY));

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void doesNotJudgeEpochsOfThreeIterations() {
    Shown few = new Shown(new OscillationMonitor(1, 3));
    IntStream.range(0, 20).forEach(i -> few.epoch(i % 2 == 0 ? 0.5 : 0.8, ANY));

    assertThat(few.iterations()).isEmpty();
  }

  @Test
  void passesOverEpochsWithoutAFiniteLoss() {
    shown.epoch(Double.NaN, ANY).epoch(Double.NaN, ANY);
    bounce(11, 0.5, 0.8);

    assertThat(shown.iterations()).containsExactly(130L);
  }

  private void bounce(int epochs, double low, double high) {
    IntStream.range(0, epochs).forEach(i -> shown.epoch(i % 2 == 0 ? low : high, ANY));
  }
}
