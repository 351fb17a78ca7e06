package dev.evenkeel.training.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OversizedUpdateMonitorTest {

  private static final double[] NONE = {};

  private final Shown shown =
      new Shown(
          new OversizedUpdateMonitor(
              List.of(
                  new WatchedLayer(0, "dense_0"),
                  new WatchedLayer(1, "batch_norm_1", WatchedLayer.Kind.NORMALIZATION),
                  new WatchedLayer(3, "output", WatchedLayer.Kind.OUTPUT))));

  @Test
  void reportsTheLayerAtItsThirdOversizedUpdateRunning() {
    samples(3, 0.01, 0.01, 0.6);

    assertThat(shown.iterations()).containsExactly(3L);
    assertThat(shown.first().symptom()).isEqualTo(Symptom.OVERSIZED_UPDATE);
    assertThat(shown.first().layer()).as("its place in the network").isEqualTo(3);
    assertThat(shown.first().value()).isEqualTo(0.6);
  }

  @Test
  void allowsUpdatesOfHalfTheParameters() {
    samples(50, 0.5, 0.01, 0.5);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void startsToCountAnewAfterASmallerOne() {
    for (int i = 0; i < 20; i++) {
      samples(2, 0.9, 0, 0);
      samples(1, 0.1, 0, 0);
    }

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void doesNotAddUpDifferentLayers() {
    samples(2, 0.9, 0, 0);
    samples(2, 0, 0, 0.9);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void letsTheGainsOfBatchNormalizationMove() {
    samples(50, 0.01, 7, 0.01);

    assertThat(shown.iterations()).isEmpty();
  }

  @Test
  void isNotConfusedByNaN() {
    samples(5, Double.NaN, Double.NaN, Double.NaN);
    samples(2, 0.6, 0, 0);
    assertThat(shown.iterations()).isEmpty();
    samples(1, 0.6, 0, 0);
    assertThat(shown.iterations()).containsExactly(8L);
  }

  private void samples(int times, double... ratios) {
    for (int i = 0; i < times; i++) {
      shown.layers(ratios, NONE, NONE);
    }
  }
}
