package dev.evenkeel.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.training.TensorFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeasonalityTest {

  @TempDir Path folder;
  private final Random random = new Random(5);

  private OptionalInt season(int steps, int window, IntToDoubleFunction series) {
    return season(steps, window, steps, series);
  }

  private OptionalInt season(int steps, int window, int seen, IntToDoubleFunction series) {
    float[][] rows = new float[steps][2];
    for (int i = 0; i < steps; i++) {
      rows[i][0] = random.nextFloat();
      rows[i][1] = (float) series.applyAsDouble(i);
    }
    long windows = steps - window;
    DatasetSchema schema =
        new DatasetSchema(
            DatasetSchema.Task.FORECASTING,
            windows,
            new Layout.Windows(steps, window, 1, null),
            List.of(
                new DatasetSchema.FeatureColumn("noise", List.of()),
                new DatasetSchema.FeatureColumn("y", List.of())),
            List.of("y"),
            List.of());
    TensorFolder.write(folder, schema, rows, rows);
    try (DatasetTensors data = DatasetTensors.open(folder, null)) {
      return Seasonality.find(data, window, seen);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private double wave(int step, int period) {
    return Math.sin(2 * Math.PI * step / period);
  }

  @Test
  void findsTheSeasonOfANoisyWaveOnATrend() {
    assertThat(season(480, 24, i -> 10 * wave(i, 24) + 0.3 * i + 0.3 * random.nextGaussian()))
        .hasValue(24);
  }

  @Test
  void takesNoNeighbourOfASmoothSeriesForItsSeason() {
    assertThat(season(400, 30, i -> wave(i, 25))).hasValue(25);
  }

  @Test
  void looksUpToTwoWindowsFar() {
    assertThat(season(300, 10, i -> i % 20 == 0 ? 5 : 0)).hasValue(20);
    assertThat(season(300, 9, i -> i % 20 == 0 ? 5 : 0).orElseThrow()).isLessThanOrEqualTo(18);
  }

  @Test
  void looksAtTheTrainingPartAlone() {
    assertThat(season(600, 20, 300, i -> wave(i, i < 300 ? 12 : 7))).hasValue(12);
  }

  @Test
  void findsItThroughGaps() {
    assertThat(season(480, 24, i -> i % 17 == 3 ? Double.NaN : wave(i, 24))).hasValue(24);
  }

  @Test
  void findsNoneInASeriesOfAFewSteps() {
    assertThat(season(5, 2, i -> i)).isEmpty();
  }

  @Test
  void answersForAConstantSeries() {
    assertThat(season(60, 5, i -> 3)).isPresent();
  }
}
