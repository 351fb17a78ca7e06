package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.OffsetsWriter;
import dev.evenkeel.training.data.tensors.NpyBytesWriter;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.stability.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of each family of networks on data whose secret only the right layers can find. */
@NativeTest
class ChainRunTest {

  private static final List<String> CLASSES = List.of("no", "yes");

  @TempDir Path folder;
  private final List<Double> losses = new ArrayList<>();
  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type':'conv2d','filters':6,'kernel':[3,3]},{'type':'global_pooling'}
          {'type':'conv2d','filters':6,'kernel':3,'padding':'same'},{'type':'batch_normalization'},{'type':'max_pooling2d'},{'type':'flatten'},{'type':'dense','units':16}
          {'type':'conv2d','filters':6,'kernel':1},{'type':'separable_conv2d','filters':8,'kernel':3},{'type':'global_pooling'}
          """)
  void imagesOfBarsAreToldApart(String layers) throws IOException {
    bars();

    TrainingResult result = run(layers, "{}");

    assertLearned(result, 0.9);
  }

  /** The class is the sign of the first step: what follows is noise. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type':'lstm','units':12}
          {'type':'simple_rnn','units':12,'recurrent_init':'identity','activation':'relu'}
          {'type':'bidirectional','layer':{'type':'lstm','units':6}}
          {'type':'bidirectional','layer':{'type':'lstm','units':6,'return_sequences':true}},{'type':'dense','units':8},{'type':'lstm','units':8}
          """)
  void sequencesAreRememberedFromTheirFirstStep(String layers) throws IOException {
    firstSteps();

    assertLearned(run(layers, "{}"), 0.9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type':'embedding','units':6},{'type':'global_pooling'}
          {'type':'embedding','units':6},{'type':'conv1d','filters':8,'kernel':3},{'type':'max_pooling1d'},{'type':'global_pooling'}
          {'type':'embedding','units':6},{'type':'bidirectional','layer':{'type':'lstm','units':6,'return_sequences':true}},{'type':'global_pooling'}
          """)
  void textsAreJudgedByAWord(String layers) throws IOException {
    words();

    assertLearned(run(layers, "{}"), 0.9);
  }

  @Test
  void theSameRunLeavesTheSameModel() throws IOException {
    firstSteps();
    String layers =
        "{'type':'bidirectional','layer':{'type':'lstm','units':4}},{'type':'dropout','rate':0.2}";

    TrainingResult first = run(layers, "{}");
    TrainingResult second = run(layers, "{}");

    assertThat(second.model().parametersSha256()).isEqualTo(first.model().parametersSha256());
  }

  private void assertLearned(TrainingResult result, double accuracy) {
    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(losses.get(losses.size() - 1)).isLessThan(0.6 * losses.get(0));
    assertThat(result.metrics().get("validation_accuracy")).isGreaterThanOrEqualTo(accuracy);
    assertThat(folder.resolve("output").resolve(ModelManifest.ONNX_FILE)).isNotEmptyFile();
    assertThat(Exports.zip(folder.resolve("output"))).isNotEmptyFile();
  }

  private TrainingResult run(String layers, String preprocessing) throws IOException {
    losses.clear();
    return TrainingRun.execute(
        TestSpecs.spec(
            "{'weight_init':'xavier','layers':[" + layers + "]}",
            "{'epochs':15,'batch_size':16,'seed':3,'optimizer':{'type':'adam','learning_rate':0.02}}",
            "{'validation':0.25}",
            preprocessing,
            "{}"),
        new DataLocation(folder.resolve("data"), null, null),
        Files.createDirectories(folder.resolve("output")),
        new Dl4jNetworkProvider(),
        new Losses(),
        Optional::empty);
  }

  /** A bar of three pixels upright or lying somewhere in the dark, in two channels of bytes. */
  private void bars() throws IOException {
    int count = 200;
    float[][] targets = new float[count][1];
    Path data = Files.createDirectories(folder.resolve("data"));
    try (var features = new NpyBytesWriter(data.resolve(DatasetSchema.FEATURES_FILE), 6 * 6 * 2)) {
      for (int i = 0; i < count; i++) {
        targets[i][0] = random.nextInt(2);
        features.append(bar(targets[i][0] == 1), 0, 6 * 6 * 2);
      }
      features.finish();
    }
    DatasetSchema schema =
        new DatasetSchema(
            DatasetSchema.Task.CLASSIFICATION,
            count,
            new Layout.Images(6, 6, true),
            List.of(new FeatureColumn("r", List.of()), new FeatureColumn("g", List.of())),
            List.of("upright"),
            CLASSES);
    write(schema, null, targets);
  }

  private byte[] bar(boolean upright) {
    byte[] pixels = new byte[6 * 6 * 2];
    random.nextBytes(pixels);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (pixels[i] & 63);
    }
    int row = random.nextInt(4);
    int column = random.nextInt(4);
    for (int k = 0; k < 3; k++) {
      int pixel = upright ? (row + k) * 6 + column : row * 6 + column + k;
      pixels[pixel * 2 + random.nextInt(2)] = (byte) 220;
    }
    return pixels;
  }

  private void firstSteps() throws IOException {
    List<float[]> steps = new ArrayList<>();
    int count = 160;
    float[][] targets = new float[count][1];
    try (OffsetsWriter offsets = offsets()) {
      for (int i = 0; i < count; i++) {
        int length = 1 + random.nextInt(7);
        targets[i][0] = random.nextInt(2);
        for (int step = 0; step < length; step++) {
          float signal = step > 0 ? 0 : targets[i][0] * 2 - 1;
          steps.add(new float[] {signal, (float) random.nextGaussian()});
        }
        offsets.append(length);
      }
      write(
          sequences(
              count,
              offsets.finish(),
              List.of(new FeatureColumn("x", List.of()), new FeatureColumn("noise", List.of()))),
          steps.toArray(new float[0][]),
          targets);
    }
  }

  /** Word 3 of ten says yes, wherever it stands. */
  private void words() throws IOException {
    List<float[]> words = new ArrayList<>();
    int count = 200;
    float[][] targets = new float[count][1];
    try (OffsetsWriter offsets = offsets()) {
      for (int i = 0; i < count; i++) {
        int length = 2 + random.nextInt(6);
        int place = random.nextInt(length * 2);
        for (int word = 0; word < length; word++) {
          words.add(new float[] {word == place ? 3 : 4 + random.nextInt(6)});
        }
        targets[i][0] = place < length ? 1 : 0;
        offsets.append(length);
      }
      write(
          sequences(
              count,
              offsets.finish(),
              List.of(new FeatureColumn("text", List.of(), new DatasetSchema.Text(10, 10)))),
          words.toArray(new float[0][]),
          targets);
    }
    Files.write(
        folder.resolve("data").resolve(DatasetSchema.TOKENS_FILE),
        List.of("a", "b", "c", "good", "d", "e", "f", "g", "h", "i"));
  }

  private OffsetsWriter offsets() throws IOException {
    return new OffsetsWriter(
        Files.createDirectories(folder.resolve("data")).resolve(DatasetSchema.OFFSETS_FILE));
  }

  private static DatasetSchema sequences(
      int count, Layout.Sequences layout, List<FeatureColumn> columns) {
    return new DatasetSchema(
        DatasetSchema.Task.CLASSIFICATION, count, layout, columns, List.of("answer"), CLASSES);
  }

  private void write(DatasetSchema schema, float[][] features, float[][] targets)
      throws IOException {
    Path data = folder.resolve("data");
    if (features == null) {
      Files.write(data.resolve(DatasetSchema.FILE), SpecJson.mapper().writeValueAsBytes(schema));
      TensorFolder.npy(data.resolve(DatasetSchema.TARGETS_FILE), targets);
    } else {
      TensorFolder.write(data, schema, features, targets);
    }
  }

  private final class Losses implements TrainingObserver {
    @Override
    public void started(RunShape shape) {}

    @Override
    public void stepped(StepRecord step) {}

    @Override
    public void probed(long gradients) {}

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {
      losses.add(metrics.get("train_loss"));
    }

    @Override
    public void incident(Incident incident) {}
  }
}
