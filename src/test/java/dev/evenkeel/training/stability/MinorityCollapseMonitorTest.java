package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Epochs of ten iterations, a plan of 500: half of it are 25 epochs. */
class MinorityCollapseMonitorTest {

  @Test
  void reportsARareClassThatTwoEpochsRunningDoNotRecognise() {
    Shown shown = epochs(20, 26, 0.1);

    assertThat(shown.iterations()).containsExactly(260L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.MINORITY_COLLAPSE);
    assertThat(shown.first().severity()).isEqualTo(Severity.WARNING);
    assertThat(shown.first().value()).isEqualTo(0.1);
    assertThat(shown.first().limit()).isEqualTo(0.2);
  }

  @Test
  void keepsStillWhereAFifthOfItIsRecognised() {
    assertThat(epochs(20, 50, 0.2).iterations()).isEmpty();
  }

  @Test
  void keepsStillWhereClassesAreTenToOne() {
    assertThat(epochs(10, 50, 0).iterations()).isEmpty();
  }

  @Test
  void givesItHalfOfThePlan() {
    assertThat(epochs(20, 25, 0).iterations()).isEmpty();
  }

  @Test
  void givesItATenthOfThePlanWhereTheSpecSaysThatClassesMayBeWeighed() {
    Shown shown = new Shown(new MinorityCollapseMonitor(20, 500, true));
    IntStream.range(0, 10).forEach(i -> shown.epoch(1, 0));

    assertThat(shown.iterations()).startsWith(60L);
  }

  @Test
  void forgivesASingleEpoch() {
    Shown shown = epochs(20, 30, 0.3);
    for (int i = 0; i < 10; i++) {
      shown.epoch(1, 0).epoch(1, 0.4);
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void keepsStillAboutAClassThatWasRecognisedBefore() {
    Shown shown = epochs(20, 1, 0.5);
    IntStream.range(0, 49).forEach(i -> shown.epoch(1, 0));

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void hasNothingToSayWhereNoRecallIsKnown() {
    assertThat(epochs(20, 50, Double.NaN).iterations()).isEmpty();
  }

  private static Shown epochs(double ratio, int count, double recall) {
    Shown shown = new Shown(new MinorityCollapseMonitor(ratio, 500, false));
    IntStream.range(0, count).forEach(i -> shown.epoch(1, recall));
    return shown;
  }
}
