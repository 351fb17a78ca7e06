package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NonFiniteMonitorTest {

  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final NonFiniteMonitor monitor = new NonFiniteMonitor();

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

  @Test
  void blamesRowsThatAreNotFinite() {
    var diagnosis = diagnose(NAN, evidence(new int[] {17, 403}, 2, 1, 1, 1));

    assertThat(diagnosis.cause()).isEqualTo(Cause.NON_FINITE_DATA);
    assertThat(diagnosis.message()).contains("17, 403").contains("NaN");
    assertThat(diagnosis.evidence()).containsEntry("value", null);
    assertThat(diagnosis.evidence()).containsEntry("rows", java.util.List.of(17, 403));
  }

  @Test
  void blamesTheRateWhereParametersOrLossRanAway() {
    assertThat(diagnose(NAN, evidence(new int[0], 0, INFINITE, 1, 1)).cause())
        .isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
    assertThat(diagnose(NAN, evidence(new int[0], 0, 1e9, 1, 1)).message())
        .contains("1.000e+09")
        .contains("learning rate is 0.1000");
    assertThat(diagnose(INFINITE, evidence(new int[0], 0, 2, 1, 50)).cause())
        .isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
  }

  @Test
  void admitsThatItDoesNotKnow() {
    var diagnosis = diagnose(INFINITE, evidence(new int[0], 0, 2, 1, 1));

    assertThat(diagnosis.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(diagnosis.confidence()).isLessThan(0.5);
    assertThat(diagnosis.message()).contains("infinite number");
  }

  private Diagnosis diagnose(double value, StepEvidence evidence) {
    return monitor.diagnose(
        new Finding(Symptom.NON_FINITE, Severity.CRITICAL, 7, -1, value, Double.MAX_VALUE),
        evidence);
  }

  private static StepMetrics step(
      double loss, double norm, boolean statistics, double first, double second) {
    return new StepMetrics(7, 1, loss, norm, new double[] {first, second}, statistics);
  }

  private static StepEvidence evidence(
      int[] rows, int count, double norm, double initialNorm, double previousLoss) {
    return new StepEvidence(0.1, rows, count, 5, norm, initialNorm, 1, previousLoss);
  }
}
