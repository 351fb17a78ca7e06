package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Epochs of ten iterations, a plan of 500: a tenth of it are five epochs. */
class MinorityCollapseMonitorTest {

  @Test
  void reportsARareClassThatTwoEpochsRunningDoNotRecognise() {
    Shown shown = epochs(20, 6, 0.1);

    assertThat(shown.iterations()).containsExactly(60L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.MINORITY_COLLAPSE);
    assertThat(shown.first().severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.first().value()).isEqualTo(0.1);
    assertThat(shown.first().limit()).isEqualTo(0.5);
  }

  @Test
  void keepsStillWhereHalfOfItIsRecognised() {
    assertThat(epochs(20, 50, 0.5).iterations()).isEmpty();
  }

  @Test
  void keepsStillWhereClassesAreTenToOne() {
    assertThat(epochs(10, 50, 0).iterations()).isEmpty();
  }

  @Test
  void givesItATenthOfThePlan() {
    assertThat(epochs(20, 5, 0).iterations()).isEmpty();
  }

  @Test
  void forgivesASingleEpoch() {
    Shown shown = epochs(20, 10, 0.8);
    for (int i = 0; i < 10; i++) {
      shown.epoch(1, 0).epoch(1, 0.7);
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void hasNothingToSayWhereNoRecallIsKnown() {
    assertThat(epochs(20, 50, Double.NaN).iterations()).isEmpty();
  }

  private static Shown epochs(double ratio, int count, double recall) {
    Shown shown = new Shown(new MinorityCollapseMonitor(ratio, 500));
    IntStream.range(0, count).forEach(i -> shown.epoch(1, recall));
    return shown;
  }
}
