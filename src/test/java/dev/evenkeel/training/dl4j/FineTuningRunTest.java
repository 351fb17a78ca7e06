package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.spec.BaseModel;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained further on other data, through whole runs. */
@NativeTest
class FineTuningRunTest {

  private static final String LAYERS =
      "'layers':[{'type':'dense','units':6},{'type':'batch_normalization'},{'type':'dense','units':5}]";
  private static final int FROZEN = 4 * 6 + 6 + 4 * 6;
  private static final int HIDDEN = FROZEN + 6 * 5 + 5;

  @TempDir Path folder;

  @Test
  void keepsFrozenLayersAndTheBaseModelsViewOfItsInputs() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    ModelManifest before = train(spec("{%s}"), data("one", 5, 2), base).model();
    Path tuned = Files.createDirectory(folder.resolve("tuned"));

    ModelManifest after =
        train(spec("{%s,'freeze_up_to':1}").startingFrom(from(base)), data("two", 50, 3), tuned)
            .model();

    assertThat(after.preprocessing().columns()).isEqualTo(before.preprocessing().columns());
    assertThat(after.schema().classes()).hasSize(3);
    assertThat(Arrays.copyOf(weights(tuned), FROZEN))
        .isEqualTo(Arrays.copyOf(weights(base), FROZEN));
    assertThat(Arrays.copyOfRange(weights(tuned), FROZEN, HIDDEN))
        .isNotEqualTo(Arrays.copyOfRange(weights(base), FROZEN, HIDDEN));
  }

  @Test
  void startsFromAllWeightsWhereTheOutputIsTheSame() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    train(spec("{%s}"), data("one", 5, 2), base);
    Path tuned = Files.createDirectory(folder.resolve("tuned"));
    TrainingSpec resting =
        TestSpecs.spec(
                "{%s}".formatted(LAYERS),
                "{'epochs':1,'optimizer':{'type':'sgd','learning_rate':1e-30}}",
                "{'validation':0.2}",
                "{}",
                "{}")
            .startingFrom(from(base));

    train(resting, data("one", 5, 2), tuned);

    float[] before = weights(base);
    float[] after = weights(tuned);
    assertThat(Arrays.copyOfRange(after, HIDDEN, after.length))
        .isEqualTo(Arrays.copyOfRange(before, HIDDEN, before.length));
  }

  @Test
  void refusesABaseModelOfOtherLayers() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    train(spec("{'layers':[]}"), data("one", 5, 2), base);
    TrainingSpec other = spec("{%s}").startingFrom(from(base));
    DataLocation data = data("two", 5, 2);

    assertThatThrownBy(() -> train(other, data, folder))
        .isInstanceOf(TrainingRefusedException.class)
        .hasMessageContaining("weights");
  }

  @Test
  void refusesABaseModelThatIsKeptInAFormOfAnothers() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    train(spec("{%s}"), data("one", 5, 2), base);
    BaseModel mine = from(base);
    TrainingSpec other =
        spec("{%s}").startingFrom(new BaseModel(mine.manifest(), "abacus", mine.parameters()));
    DataLocation data = data("two", 5, 2);

    assertThatThrownBy(() -> train(other, data, folder))
        .isInstanceOf(TrainingRefusedException.class)
        .hasMessageContaining("kept in a file of kind 'abacus'");
  }

  private static TrainingSpec spec(String network) {
    return TestSpecs.spec(
        network.replace("%s", LAYERS),
        "{'epochs':3,'batch_size':16}",
        "{'validation':0.2}",
        "{}",
        "{}");
  }

  private static BaseModel from(Path folder) {
    return new BaseModel(
        folder.resolve(ModelManifest.FILE).toString(),
        Dl4jNetworkProvider.KIND,
        Exports.zip(folder).toString());
  }

  private static float[] weights(Path folder) {
    return StoredWeights.read(Exports.zip(folder), 1_000);
  }

  private TrainingResult train(TrainingSpec spec, DataLocation data, Path output) {
    return TrainingRun.execute(
        spec, data, output, new Dl4jNetworkProvider(), new Silence(), Optional::empty);
  }

  private DataLocation data(String name, double scale, int classes) {
    Random random = new Random(name.hashCode());
    float[][] features = new float[90][4];
    float[][] targets = new float[90][1];
    for (int row = 0; row < 90; row++) {
      targets[row][0] = row % classes;
      for (int column = 0; column < 4; column++) {
        features[row][column] = (float) (scale * (random.nextGaussian() + row % classes));
      }
    }
    String[] labels = Arrays.copyOf(new String[] {"a", "b", "c"}, classes);
    DatasetSchema schema = TestSpecs.classification(90, 4, labels);
    return new DataLocation(
        TensorFolder.write(folder.resolve(name), schema, features, targets), null, null);
  }

  private static final class Silence implements TrainingObserver {

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
}
