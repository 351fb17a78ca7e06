package dev.evenkeel.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.spec.EarlyStoppingSpec;
import dev.evenkeel.training.spec.EarlyStoppingSpec.Metric;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  @Test
  void waitsForItsPatience() {
    assertThat(lastEpoch(Metric.VALIDATION_LOSS, 2, 0, 0.5, 0.4, 0.45, 0.39, 0.4, 0.4, 0.1))
        .isEqualTo(6);
  }

  @Test
  void wantsAccuracyToRise() {
    assertThat(lastEpoch(Metric.VALIDATION_ACCURACY, 1, 0, 0.5, 0.6, 0.7, 0.7)).isEqualTo(4);
  }

  @Test
  void countsOnlyImprovementsBeyondItsDelta() {
    assertThat(lastEpoch(Metric.VALIDATION_LOSS, 2, 0.1, 1.0, 0.95, 0.92, 0.5)).isEqualTo(3);
  }

  @Test
  void takesAMissingMetricForNoImprovement() {
    assertThat(lastEpoch(Metric.VALIDATION_LOSS, 2, 0, 0.5, Double.NaN, Double.NaN, 0.1))
        .isEqualTo(3);
  }

  @Test
  void goesOnWhileThingsImprove() {
    assertThat(lastEpoch(Metric.VALIDATION_RMSE, 1, 0, 3, 2, 1)).isEqualTo(-1);
  }

  private static int lastEpoch(Metric metric, int patience, double delta, double... values) {
    var stopping =
        new EarlyStopping(
            new EarlyStoppingSpec(metric, patience, delta), EarlyStopping.State.INITIAL);
    String name = metric.name().toLowerCase(java.util.Locale.ROOT);
    for (int epoch = 1; epoch <= values.length; epoch++) {
      double value = values[epoch - 1];
      Map<String, Double> metrics = Double.isNaN(value) ? Map.of() : Map.of(name, value);
      if (stopping.isExhausted(metrics)) {
        return epoch;
      }
    }
    return -1;
  }
}
