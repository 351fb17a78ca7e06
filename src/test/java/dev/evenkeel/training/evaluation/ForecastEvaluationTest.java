package dev.evenkeel.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.NaiveForecasts;
import dev.evenkeel.training.data.PreparedSplit;
import dev.evenkeel.training.data.RunData;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A series of two targets a and b beside an input c; windows of 2 steps, 3 steps ahead. Window w
 * knows the steps w and w + 1 and is to say w + 2, w + 3, w + 4.
 */
class ForecastEvaluationTest {

  private static final float[][] SERIES = {
    // c, a, b
    {0, 1, 100}, {0, 2, 90}, {0, 4, 80}, {0, 3, 95}, {0, 5, 70}, {0, 9, 60}, {0, 8, 75}, {0, 7, 50},
  };

  @TempDir Path folder;

  private interface Check {
    void on(RunData data, PreparedSplit split);
  }

  private void open(@Nullable Integer season, Check check) throws IOException {
    open(SERIES, season, check);
  }

  private void open(float[][] series, @Nullable Integer season, Check check) throws IOException {
    long windows = series.length - 4;
    DatasetSchema schema =
        new DatasetSchema(
            DatasetSchema.Task.FORECASTING,
            windows,
            new Layout.Windows(series.length, 2, 3, season),
            List.of(
                new FeatureColumn("c", List.of()),
                new FeatureColumn("a", List.of()),
                new FeatureColumn("b", List.of())),
            List.of("a", "b"),
            List.of());
    TensorFolder.write(folder, schema, series, series);
    TrainingSpec spec = TestSpecs.spec("{'layers':[]}", "{}", "{'validation':0}", "{}", "{}");
    var wanted = RunData.Wanted.values(6, Loss.MSE);
    try (RunData data = RunData.open(new DataLocation(folder, null, null), spec, wanted, folder)) {
      check.on(data, data.training());
    }
  }

  private static float[] read(java.util.function.Consumer<float[]> reader) {
    float[] values = new float[6];
    reader.accept(values);
    return values;
  }

  @Test
  void readsWhatCameToPassAndWhatNeedsNoModel() throws IOException {
    open(
        2,
        (data, split) -> {
          NaiveForecasts naive = data.naiveForecasts(split).orElseThrow();

          assertThat(read(into -> naive.readTruth(1, into))).containsExactly(3, 95, 5, 70, 9, 60);
          assertThat(read(into -> naive.readPersistence(1, into)))
              .containsExactly(4, 80, 4, 80, 4, 80);
          // The third step ahead lies two seasons behind what is known.
          assertThat(read(into -> naive.readSeasonal(1, into)))
              .containsExactly(2, 90, 4, 80, 2, 90);
          assertThat(naive.season()).isEqualTo(2);
        });
  }

  @Test
  void knowsNoSeasonBeforeTheSeriesBegan() throws IOException {
    float nan = Float.NaN;
    open(
        4,
        (data, split) ->
            assertThat(read(into -> data.naiveForecasts(split).orElseThrow().readSeasonal(0, into)))
                .containsExactly(nan, nan, nan, nan, 1, 100));
  }

  /** Outputs of a scaled network: a is output · 2 + 10, b as it is; answers are a bit wrong. */
  @Test
  void comparesItsErrorsWithThoseOfBothReferences() throws IOException {
    List<FittedTarget> scaled = new ArrayList<>();
    for (int ahead = 0; ahead < 3; ahead++) {
      scaled.add(new FittedTarget("a", 10, 2));
      scaled.add(new FittedTarget("b", 0, 1));
    }
    float[] outputs = new float[6];
    float[] answers = {3.5f, 90, 5, 75, 7, 60};
    for (int k = 0; k < 6; k++) {
      outputs[k] = (float) ((answers[k] - scaled.get(k).offset()) / scaled.get(k).scale());
    }
    open(
        2,
        (data, split) -> {
          var evaluation =
              new ForecastEvaluation(
                  new RegressionEvaluation(scaled),
                  data.naiveForecasts(split).orElseThrow(),
                  (k, value) -> scaled.get(k).raw(value));
          float[] labels = {-3.5f, 95, -2.5f, 70, -0.5f, 60};
          int[] windowOne = {1};
          evaluation.add(
              new Batch(1, new float[6], 6, labels, 6, new float[0], windowOne), outputs);

          Map<String, Double> metrics = evaluation.report("test").metrics();
          double modelA = 0.25 + 0 + 4;
          double modelB = 25 + 25 + 0;
          double persistenceA = 1 + 1 + 25;
          double persistenceB = 225 + 100 + 400;
          double seasonalA = 1 + 1 + 49;
          double seasonalB = 25 + 100 + 900;
          assertThat(metrics.get("persistence_skill"))
              .isCloseTo((1 - modelA / persistenceA + 1 - modelB / persistenceB) / 2, within(1e-6));
          assertThat(metrics.get("seasonal_skill"))
              .isCloseTo((1 - modelA / seasonalA + 1 - modelB / seasonalB) / 2, within(1e-6));
          assertThat(metrics.get("mae")).isCloseTo((0.5 + 5 + 0 + 5 + 2 + 0) / 6, within(1e-6));
          assertThat(evaluation.report("test").season()).isEqualTo(2);
        });
  }

  @Test
  void hasNoSkillWhereAReferenceIsNeverWrong() throws IOException {
    float[][] constant = new float[20][];
    java.util.Arrays.fill(constant, new float[] {0, 7, 8});
    open(
        constant,
        null,
        (data, split) -> {
          List<FittedTarget> raw = java.util.Collections.nCopies(6, new FittedTarget("y", 0, 1));
          NaiveForecasts naive = data.naiveForecasts(split).orElseThrow();
          var evaluation =
              new ForecastEvaluation(
                  new RegressionEvaluation(raw), naive, (k, value) -> raw.get(k).raw(value));
          float[] labels = {7, 8, 7, 8, 7, 8};
          Batch batch = new Batch(1, new float[6], 6, labels, 6, new float[0], new int[1]);

          evaluation.add(batch, new float[] {6, 8, 7, 8, 7, 8});

          assertThat(evaluation.brief())
              .containsKey("mae")
              .doesNotContainKeys("persistence_skill", "seasonal_skill");
        });
  }
}
