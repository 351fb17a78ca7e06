package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that learn something at a rate that drives their units to the bounds of what they answer.
 */
@NativeTest
class SpoiltStateRunTest {

  private static final int CLASSES = 8;
  private static final int COLUMNS = 12;
  private static final int ROWS = 800;

  @TempDir Path folder;
  private final RecordingObserver observer = new RecordingObserver();

  @Test
  void aStateThatIsNoBetterThanAFreshStartIsLeftBehind() throws IOException {
    clouds();

    TrainingResult asGood = run(0.02, "off");
    TrainingResult result = run(1.0, "repair");

    assertThat(observer.incidents)
        .filteredOn(incident -> incident.cause() == Cause.LEARNING_RATE_TOO_HIGH)
        .extracting(Incident::actionDetail)
        .anySatisfy(detail -> assertThat(detail).containsEntry("to_iteration", 0L));
    assertThat(result.metrics().get("validation_accuracy"))
        .isGreaterThan(asGood.metrics().get("validation_accuracy") - 0.03);
  }

  private TrainingResult run(double rate, String mode) throws IOException {
    return TrainingRun.execute(
        TestSpecs.spec(
            "{'layers':[{'type':'dense','units':32,'activation':'tanh'},{'type':'dense','units':24,'activation':'tanh'}]}",
            "{'epochs':16,'batch_size':16,'seed':3,'optimizer':{'type':'nesterov','learning_rate':%s}}"
                .formatted(rate),
            "{'validation':0.25}",
            "{}",
            "{'mode':'%s'}".formatted(mode)),
        new DataLocation(folder.resolve("data"), null, null),
        Files.createDirectories(folder.resolve("output")),
        new Dl4jNetworkProvider(),
        observer,
        Optional::empty);
  }

  /** Clouds of examples around a point for each class, that touch each other. */
  private void clouds() throws IOException {
    Random random = new Random(6);
    float[][] centres = new float[CLASSES][COLUMNS];
    for (float[] centre : centres) {
      for (int c = 0; c < COLUMNS; c++) {
        centre[c] = (float) random.nextGaussian();
      }
    }
    float[][] x = new float[ROWS][COLUMNS];
    float[][] y = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      y[i][0] = i % CLASSES;
      for (int c = 0; c < COLUMNS; c++) {
        x[i][c] = (float) (centres[i % CLASSES][c] + 0.8 * random.nextGaussian());
      }
    }
    String[] names = new String[CLASSES];
    for (int k = 0; k < CLASSES; k++) {
      names[k] = "c" + k;
    }
    TensorFolder.write(
        Files.createDirectories(folder.resolve("data")),
        TestSpecs.classification(ROWS, COLUMNS, names),
        x,
        y);
  }
}
