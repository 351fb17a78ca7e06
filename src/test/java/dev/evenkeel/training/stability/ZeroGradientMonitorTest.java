package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZeroGradientMonitorTest {

  private final Shown shown = new Shown(new ZeroGradientMonitor());

  @Test
  void reportsAGradientThatIsNothingForTenSteps() {
    for (int i = 0; i < 30; i++) {
      shown.step(3, 0);
    }

    assertThat(shown.iterations()).containsExactly(10L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.ZERO_GRADIENT);
    assertThat(shown.first().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void forgivesASingleBatchThatTeachesNothing() {
    for (int i = 0; i < 50; i++) {
      shown.step(3, i % 9 == 0 ? 1e-12 : 0);
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void hasNothingToSayWhereNothingIsLeftToLearn() {
    for (int i = 0; i < 50; i++) {
      shown.step(0, 0);
    }

    assertThat(shown.iterations()).isEmpty();
  }
}
