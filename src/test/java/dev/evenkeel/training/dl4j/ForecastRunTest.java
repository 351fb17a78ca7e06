package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.stability.Incident;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts of a noisy wave of 12 steps a season, three steps ahead. */
@NativeTest
class ForecastRunTest {

  @TempDir Path folder;

  private TrainingResult forecast(String network, String training) {
    Random random = new Random(4);
    float[][] series = new float[400][1];
    for (int i = 0; i < series.length; i++) {
      series[i][0] =
          (float) (200 + 50 * Math.sin(2 * Math.PI * i / 12) + 15 * random.nextGaussian());
    }
    DatasetSchema schema =
        new DatasetSchema(
            DatasetSchema.Task.FORECASTING,
            series.length - 26,
            new Layout.Windows(series.length, 24, 3, null),
            List.of(new FeatureColumn("y", List.of())),
            List.of("y"),
            List.of());
    TensorFolder.write(folder.resolve("data"), schema, series, series);
    return TrainingRun.execute(
        TestSpecs.spec(network, training, "{'validation':0.2,'test':0.1}", "{}", "{}"),
        new DataLocation(folder.resolve("data"), null, null),
        folder,
        new Dl4jNetworkProvider(),
        new Silent(),
        Optional::empty);
  }

  private static final class Silent implements TrainingObserver {
    @Override
    public void started(RunShape shape) {}

    @Override
    public void stepped(StepRecord step) {}

    @Override
    public void probed(long gradients) {}

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {}

    @Override
    public void incident(Incident incident) {}
  }

  /** The wave itself is left with noise of 15 where persistence errs by its slope, too. */
  @Test
  void aLinearForecastBeatsBothReferences() {
    TrainingResult result =
        forecast(
            "{'layers':[{'type':'flatten'}],'l2':0.01}",
            "{'epochs':100,'optimizer':{'type':'lbfgs'}}");

    EvaluationReport report = result.reports().get(0);
    assertThat(report.split()).isEqualTo("validation");
    assertThat(report.season()).isEqualTo(12);
    // Errors of variance σ² against 2σ² for the last season: a skill of one half is the best.
    assertThat(report.metrics().get("seasonal_skill")).isBetween(0.3, 0.6);
    assertThat(report.metrics().get("persistence_skill")).isBetween(0.7, 0.95);
    assertThat(report.metrics().get("rmse")).isBetween(13.0, 18.0);
    assertThat(result.metrics())
        .containsEntry("validation_persistence_skill", report.metrics().get("persistence_skill"))
        .containsKey("test_seasonal_skill");
  }
}
