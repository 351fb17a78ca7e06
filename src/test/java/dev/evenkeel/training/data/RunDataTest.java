package dev.evenkeel.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDataTest {

  private static final float NAN = Float.NaN;
  private static final float INFINITE = Float.POSITIVE_INFINITY;
  private static final String ALL_TRAIN = "{'validation':0}";
  private static final List<String> COLOURS = List.of("blue", "green", "red");

  /** A number that varies, one that doesn't, a colour; the target is the row's price. */
  private final DatasetSchema houses = houses(COLOURS, 4);

  private final float[][] cells = {{1, 7, 0}, {2, 7, 2}, {3, 7, 2}, {6, 7, 1}};
  private final float[][] prices = TensorFolder.column(10, 20, 30, 40);

  @TempDir Path folder;
  private Path scratch;

  @BeforeEach
  void setUp() throws IOException {
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  @Test
  void standardizesNumbersAndSpreadsCategories() throws IOException {
    try (RunData data = open(houses, cells, prices, "{}", ALL_TRAIN)) {
      // mean 3, population deviation √3.5; a constant column becomes 0.
      assertThat(features(data.training(), 1))
          .containsExactly(new float[] {(float) (-1 / Math.sqrt(3.5)), 0, 0, 0, 1}, within(1e-6f));
      assertThat(labels(data.training(), 3))
          .containsExactly(new float[] {(float) (15 / Math.sqrt(125))}, within(1e-6f));
      assertThat(data.preprocessing().featureWidth()).isEqualTo(5);
    }
  }

  @Test
  void scalesToTheRangeOfTheTrainingSplit() throws IOException {
    try (RunData data =
        open(houses, cells, prices, "{'numeric':'min_max','target':'none'}", ALL_TRAIN)) {
      assertThat(features(data.training(), 2)).containsExactly(0.4f, 0, 0, 0, 1);
      assertThat(labels(data.training(), 2)).containsExactly(30);
    }
  }

  @Test
  void leavesNumbersAloneWhereItIsToldTo() throws IOException {
    try (RunData data = open(houses, cells, prices, "{'numeric':'none'}", ALL_TRAIN)) {
      assertThat(features(data.training(), 3)).containsExactly(6, 7, 0, 1, 0);
    }
  }

  @Test
  void takesStatisticsFromTheTrainingSplitAlone() throws IOException {
    float[][] many = new float[100][3];
    float[][] targets = new float[100][1];
    for (int i = 0; i < many.length; i++) {
      many[i] = new float[] {i, 7, 0};
      targets[i][0] = i;
    }
    try (RunData data =
        open(houses(COLOURS, 100), many, targets, "{}", "{'validation':0.3,'test':0.2}")) {
      double sum = 0;
      for (int i = 0; i < data.training().size(); i++) {
        sum += data.training().row(i);
      }
      assertThat(data.training().size()).isEqualTo(50);
      assertThat(data.validation().orElseThrow().size()).isEqualTo(30);
      assertThat(data.test().orElseThrow().size()).isEqualTo(20);
      assertThat(data.preprocessing().columns().get(0).offset())
          .isCloseTo(sum / 50, within(1e-9))
          .isNotEqualTo(49.5);
    }
  }

  @Test
  void rowsThatAreNotTrainedOnChangeNoOtherSplit() throws IOException {
    float[][] many = new float[100][3];
    float[][] targets = new float[100][1];
    for (int i = 0; i < many.length; i++) {
      many[i] = new float[] {i, 7, 0};
      targets[i][0] = i;
    }
    String excluded =
        "{'exclude_from_training':[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]}";
    try (RunData all = open(houses(COLOURS, 100), many, targets, "{}", "{'validation':0.3}");
        RunData left = open(houses(COLOURS, 100), many, targets, excluded, "{'validation':0.3}")) {
      assertThat(rows(left.validation().orElseThrow()))
          .isEqualTo(rows(all.validation().orElseThrow()))
          .anyMatch(row -> row < 20);
      assertThat(rows(left.training()))
          .isEqualTo(rows(all.training()).stream().filter(row -> row >= 20).toList());
    }
  }

  private static List<Integer> rows(PreparedSplit split) {
    return java.util.stream.IntStream.range(0, split.size()).mapToObj(split::row).toList();
  }

  @Test
  void keepsItsDigitsFarFromZero() throws IOException {
    float[][] far = {{16_777_214, 0, 0}, {16_777_215, 0, 0}, {16_777_216, 0, 0}};
    try (RunData data =
        open(houses(COLOURS, 3), far, TensorFolder.column(1, 2, 3), "{}", ALL_TRAIN)) {
      assertThat(data.preprocessing().columns().get(0).scale())
          .isCloseTo(Math.sqrt(2.0 / 3), within(1e-9));
    }
  }

  @Test
  void refusesMissingCellsAndNamesTheRows() {
    cells[1][0] = NAN;
    cells[3][2] = NAN;

    assertThatThrownBy(() -> open(houses, cells, prices, "{}", ALL_TRAIN))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("2 of the training dataset's examples")
        .hasMessageContaining("1, 3")
        .hasMessageContaining("preprocessing.missing");
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void fillsMissingCellsWithMeanAndMostFrequentCategory() throws IOException {
    cells[3] = new float[] {INFINITE, NAN, NAN};
    try (RunData data =
        open(houses, cells, prices, "{'missing':'mean','numeric':'none'}", ALL_TRAIN)) {
      assertThat(features(data.training(), 3)).containsExactly(2, 7, 0, 0, 1);
    }
  }

  @Test
  void dropsRowsWithMissingCells() throws IOException {
    cells[1][0] = Float.NEGATIVE_INFINITY;
    try (RunData data = open(houses, cells, prices, "{'missing':'drop'}", ALL_TRAIN)) {
      assertThat(data.training().size()).isEqualTo(3);
      assertThat(data.training().row(1)).isEqualTo(2);
    }
  }

  @Test
  void dropsRowsWithAMissingTargetUnderMean() throws IOException {
    prices[0][0] = NAN;
    try (RunData data = open(houses, cells, prices, "{'missing':'mean'}", ALL_TRAIN)) {
      assertThat(data.training().size()).isEqualTo(3);
      assertThat(data.preprocessing().targets().get(0).offset()).isCloseTo(30, within(1e-9));
    }
  }

  @Test
  void keepsMissingCellsWhereItIsToldTo() throws IOException {
    cells[1] = new float[] {NAN, INFINITE, NAN};
    prices[1][0] = NAN;
    try (RunData data = open(houses, cells, prices, "{'missing':'keep'}", ALL_TRAIN)) {
      float[] features = features(data.training(), 1);
      assertThat(features[0]).isNaN();
      assertThat(features[1]).isInfinite();
      assertThat(features).endsWith(0, 0, 0);
      assertThat(labels(data.training(), 1)[0]).isNaN();
      assertThat(data.preprocessing().columns().get(0).offset())
          .as("statistics leave them out")
          .isCloseTo(10.0 / 3, within(1e-9));
    }
  }

  @Test
  void refusesADatasetWithoutAUsableRow() {
    for (float[] price : prices) {
      price[0] = NAN;
    }

    assertThatThrownBy(() -> open(houses, cells, prices, "{'missing':'drop'}", ALL_TRAIN))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("None of the 4 examples");
  }

  @Test
  void survivesAColumnThatIsMissingThroughout() throws IOException {
    for (float[] row : cells) {
      row[0] = NAN;
    }
    try (RunData data = open(houses, cells, prices, "{'missing':'mean'}", ALL_TRAIN)) {
      assertThat(features(data.training(), 0)[0]).isZero();
    }
  }

  @Test
  void translatesTheCategoriesOfASeparateDataset() throws IOException {
    Path other =
        TensorFolder.write(
            folder.resolve("validation"),
            houses(List.of("green", "red"), 2),
            new float[][] {{3, 7, 0}, {3, 7, 1}},
            TensorFolder.column(25, 25));

    try (RunData data = open(spec("{}", "{'validation_dataset_id':'v'}"), other)) {
      PreparedSplit validation = data.validation().orElseThrow();
      assertThat(features(validation, 0)).containsExactly(0, 0, 0, 1, 0);
      assertThat(features(validation, 1)).containsExactly(0, 0, 0, 0, 1);
      assertThat(labels(validation, 0)).containsExactly(0);
      assertThat(data.training().size()).isEqualTo(4);
    }
  }

  @Test
  void refusesACategoryThatTrainingNeverSees() {
    Path other =
        TensorFolder.write(
            folder.resolve("validation"),
            houses(List.of("green", "pink"), 1),
            new float[][] {{3, 7, 0}},
            TensorFolder.column(25));

    assertThatThrownBy(() -> open(spec("{}", "{'validation_dataset_id':'v'}"), other))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("validation dataset")
        .hasMessageContaining("category of column colour that training never sees: pink");
  }

  @Test
  void saysHowTheColumnsOfASeparateDatasetDiffer() {
    var schema =
        DatasetSchema.table(
            DatasetSchema.Task.REGRESSION,
            1,
            List.of(
                new FeatureColumn("size", List.of()),
                new FeatureColumn("floors", List.of()),
                new FeatureColumn("garden", List.of())),
            List.of("rent"),
            List.of());
    Path other =
        TensorFolder.write(
            folder.resolve("validation"), schema, new float[][] {{1, 1, 1}}, prices(1));

    assertThatThrownBy(() -> open(spec("{}", "{'validation_dataset_id':'v'}"), other))
        .hasMessageContaining("lacks the columns age, colour")
        .hasMessageContaining("unknown columns floors, garden")
        .hasMessageContaining("lacks the targets price");
  }

  @Test
  void encodesClassesAsTheLossWantsThem() {
    var fitted = new FittedPreprocessing(List.of(), List.of(), null);

    assertThat(encode(LabelEncoding.of(3, Loss.CROSS_ENTROPY, fitted), 1)).containsExactly(0, 1, 0);
    assertThat(encode(LabelEncoding.of(3, Loss.HINGE, fitted), 1)).containsExactly(-1, 1, -1);
    assertThat(encode(LabelEncoding.of(1, Loss.BINARY_CROSS_ENTROPY, fitted), 0))
        .containsExactly(0);
    assertThat(encode(LabelEncoding.of(1, Loss.HINGE, fitted), 0)).containsExactly(-1);
    assertThat(encode(LabelEncoding.of(3, Loss.CROSS_ENTROPY, fitted), NAN))
        .containsExactly(NAN, NAN, NAN);
  }

  @Test
  void weighsClassesAgainstTheirFrequency() throws IOException {
    var schema = TestSpecs.classification(4, 1, "a", "b", "c");
    float[][] classes = TensorFolder.column(0, 0, 0, 1);
    TensorFolder.write(folder, schema, TensorFolder.column(1, 2, 3, 4), classes);
    try (RunData data =
        RunData.open(
            new DataLocation(folder, null, null),
            spec("{}", ALL_TRAIN),
            RunData.Wanted.values(3, Loss.CROSS_ENTROPY),
            scratch)) {
      assertThat(weights("none", data)).isEmpty();
      assertThat(weights("balanced", data))
          .containsExactly(new float[] {4f / 9, 4f / 3, 1}, within(1e-6f));
      assertThat(weights("{'b':2.5}", data)).containsExactly(1, 2.5f, 1);
      assertThatThrownBy(() -> weights("{'d':1}", data))
          .hasMessageContaining("names d, which is not a class")
          .hasMessageContaining("a, b, c");
    }
  }

  @Test
  void leavesNothingInTheScratchFolder() throws IOException {
    try (RunData data = open(houses, cells, prices, "{}", ALL_TRAIN)) {
      assertThat(scratch).isEmptyDirectory();
      assertThat(features(data.training(), 0)).hasSize(5);
    }
  }

  @Test
  void writesSchemasAndPreprocessingThatCanBeReadAgain() {
    var mapper = SpecJson.mapper();
    String json = mapper.writeValueAsString(houses);

    assertThat(json).doesNotContain("is_categorical").doesNotContain("\"categorical\"");
    assertThat(mapper.readValue(json, DatasetSchema.class)).isEqualTo(houses);
  }

  private static float[] weights(String json, RunData data) {
    String quoted = json.startsWith("{") ? json : "'" + json + "'";
    var spec = TestSpecs.spec("{'layers':[]}", "{'class_weights':" + quoted + "}");
    return ClassWeighting.of(spec.training().classWeights(), data);
  }

  private static float[] encode(LabelEncoding encoding, float target) {
    float[] labels = new float[encoding.width()];
    encoding.encode(new float[] {target}, labels, 0);
    return labels;
  }

  private static DatasetSchema houses(List<String> colours, int rows) {
    return DatasetSchema.table(
        DatasetSchema.Task.REGRESSION,
        rows,
        List.of(
            new FeatureColumn("size", List.of()),
            new FeatureColumn("age", List.of()),
            new FeatureColumn("colour", colours)),
        List.of("price"),
        List.of());
  }

  private static float[][] prices(int rows) {
    return new float[rows][1];
  }

  private RunData open(
      DatasetSchema schema,
      float[][] features,
      float[][] targets,
      String preprocessing,
      String split)
      throws IOException {
    TensorFolder.write(folder.resolve("training"), schema, features, targets);
    return open(spec(preprocessing, split), null);
  }

  private RunData open(TrainingSpec spec, Path validation) throws IOException {
    Path training = folder.resolve("training");
    if (!Files.exists(training)) {
      TensorFolder.write(training, houses, cells, prices);
    }
    return RunData.open(
        new DataLocation(training, validation, null),
        spec,
        RunData.Wanted.values(1, Loss.MSE),
        scratch);
  }

  private static TrainingSpec spec(String preprocessing, String split) {
    return TestSpecs.spec("{'layers':[]}", "{}", split, preprocessing, "{}");
  }

  private static float[] features(PreparedSplit split, int example) {
    float[] into = new float[split.featureWidth()];
    split.readFeatures(example, into, 0);
    return into;
  }

  private static float[] labels(PreparedSplit split, int example) {
    float[] into = new float[split.labelWidth()];
    split.readLabels(example, into, 0);
    return into;
  }
}
