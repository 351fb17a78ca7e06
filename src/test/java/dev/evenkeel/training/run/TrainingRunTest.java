package dev.evenkeel.training.run;

import static dev.evenkeel.training.TestSpecs.classification;
import static dev.evenkeel.training.TestSpecs.regression;
import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.training.GeneralizedLinearNetwork;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.RecordingObserver;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.evaluation.EvaluationReport;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Incident;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.Symptom;
import dev.evenkeel.training.stability.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with a network that really learns, though it has no hidden layer. */
class TrainingRunTest {

  private static final String NO_LAYERS = "{'layers':[]}";
  private static final List<String> SPECIES =
      List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica");

  @TempDir Path folder;
  private Path output;
  private final RecordingObserver observer = new RecordingObserver();

  @BeforeEach
  void setUp() throws IOException {
    output = Files.createDirectory(folder.resolve("output"));
  }

  @Test
  void learnsIris() throws IOException {
    iris();

    var result =
        run(
            "{'epochs':60,'batch_size':16,'optimizer':{'type':'sgd','learning_rate':0.3}}",
            "{'validation':0.2,'test':0.2}");

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
    assertThat(result.metrics())
        .containsKeys(
            "train_loss",
            "validation_loss",
            "validation_accuracy",
            "validation_balanced_accuracy",
            "test_loss",
            "test_accuracy",
            "test_balanced_accuracy");
    assertThat(result.metrics().get("validation_accuracy")).isGreaterThanOrEqualTo(0.9);
    assertThat(result.metrics().get("test_accuracy")).isGreaterThanOrEqualTo(0.9);
    assertThat(result.reports())
        .extracting(EvaluationReport::split)
        .containsExactly("validation", "test");
    assertThat(result.reports().get(0).metrics()).containsKeys("roc_auc", "log_loss", "f1");
    assertThat(result.executedIterations()).isEqualTo(60 * 6);
    assertThat(observer.steps).hasSize(60 * 6);
  }

  @Test
  void trainsTheSameTwice() throws IOException {
    iris();
    String training = "{'epochs':5,'optimizer':{'type':'sgd','learning_rate':0.3}}";

    var first = run(training, "{}");
    var second = run(training, "{}");

    assertThat(second.model().parametersSha256()).isEqualTo(first.model().parametersSha256());
    assertThat(second.metrics()).isEqualTo(first.metrics());
  }

  @Test
  void writesAManifestThatSaysEverythingAboutTheModel() throws IOException {
    iris();

    var result = run("{'epochs':3,'seed':7,'optimizer':{'type':'sgd','learning_rate':0.3}}", "{}");

    ModelManifest written =
        SpecJson.mapper()
            .readValue(Files.readAllBytes(output.resolve(ModelManifest.FILE)), ModelManifest.class);
    assertThat(written.parametersSha256()).hasSize(64).isEqualTo(result.model().parametersSha256());
    assertThat(written.parameters()).isEqualTo(15);
    assertThat(written.schema().classes()).isEqualTo(SPECIES);
    assertThat(written.preprocessing()).isEqualTo(result.model().preprocessing());
    assertThat(written.provenance())
        .containsEntry("seed", "7")
        .containsEntry("provider", "generalized_linear")
        .containsKeys("java", "os", "arch", "evenkeel")
        .containsEntry("network", "generalized linear");
    assertThat(written.probeInputs()).hasDimensions(8, 4);
    for (double[] probabilities : written.probeOutputs()) {
      assertThat(probabilities[0] + probabilities[1] + probabilities[2]).isCloseTo(1, within(1e-6));
    }
    try (var files = Files.list(output)) {
      assertThat(files)
          .as("no scratch file is left")
          .containsExactlyInAnyOrder(output.resolve("model.json"), output.resolve("model.onnx"));
    }
  }

  @Test
  void answersInTheUsersUnits() {
    line();

    var result =
        run("{'epochs':200,'batch_size':8,'optimizer':{'type':'sgd','learning_rate':0.1}}", "{}");

    assertThat(result.metrics().get("validation_r2")).isGreaterThan(0.999);
    assertThat(result.metrics().get("validation_rmse")).isLessThan(10);
    assertThat(result.model().probeOutputs()[0][0])
        .isCloseTo(1000 + 50 * result.model().probeInputs()[0][0], within(20.0));
  }

  @Test
  void lowersARateThatIsAbsurdWithinTenIterations() {
    line();

    var result = run("{'epochs':5,'optimizer':{'type':'sgd','learning_rate':1e30}}", "{}");

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.RECOVERED);
    assertThat(observer.incidents)
        .extracting(Incident::cause)
        .contains(Cause.LEARNING_RATE_TOO_HIGH);
    assertThat(observer.incidents)
        .last()
        .satisfies(
            incident -> assertThat(incident.changes()).as("what the model owes it").isNotEmpty());
    assertThat(result.metrics().get("validation_r2")).isGreaterThan(0.99);
  }

  @Test
  void keepsAFiniteModelOfARunWhoseNumbersEnd() {
    line();

    var result =
        run(
            "{'epochs':5,'optimizer':{'type':'sgd','learning_rate':1e30}}",
            "{}",
            "{'allow':['skip_update']}");

    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(result.model()).isNotNull();
    for (double[] answer : result.model().probeOutputs()) {
      assertThat(Double.isFinite(answer[0])).isTrue();
    }
    assertThat(result.metrics().values()).allMatch(Double::isFinite);
  }

  @Test
  void aRunThatAnswersNoBetterThanAConstantIsNeverHealthy() {
    Random random = new Random(7);
    numbers(80, i -> random.nextGaussian(), i -> random.nextGaussian());

    var result = run("{'epochs':20,'optimizer':{'type':'sgd','learning_rate':0.1}}", "{}");

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(observer.incidents)
        .last()
        .satisfies(
            incident -> {
              assertThat(incident.symptom()).isEqualTo(Symptom.POOR_OUTCOME);
              assertThat(incident.cause()).isEqualTo(Cause.NO_SIGNAL);
              assertThat(incident.severity()).isEqualTo(Severity.WARNING);
            });
  }

  @Test
  void aRunThatEndsWhileItsLossStillFallsIsTooShort() {
    numbers(80, i -> i % 9 - 4, i -> 3 * (i % 9 - 4));

    var result =
        run(
            "{'epochs':40,'batch_size':16,'optimizer':{'type':'sgd','learning_rate':0.0005}}",
            "{}",
            "{'allow':['skip_update']}");

    assertThat(result.verdict()).isNotEqualTo(Verdict.HEALTHY);
    assertThat(observer.incidents)
        .last()
        .satisfies(
            incident ->
                assertThat(incident.cause())
                    .isIn(Cause.TOO_FEW_STEPS, Cause.LEARNING_RATE_TOO_LOW));
  }

  /** Six times as large as a constant answer's at first, and falling. */
  @Test
  void aLossThatFallsSlowlyIsLeftAlone() {
    numbers(200, i -> i % 11 - 5, i -> 8 + 0.3 * (i % 11 - 5));
    String training =
        "{'epochs':60,'batch_size':16,'optimizer':{'type':'sgd','learning_rate':0.003}}";
    String unscaled = "{'numeric':'standardize','target':'none'}";

    var off = run(training, "{}", "{'mode':'off'}", unscaled);
    var watched = run(training, "{}", "{}", unscaled);

    assertThat(watched.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(watched.metrics().get("validation_r2"))
        .isGreaterThanOrEqualTo(off.metrics().get("validation_r2"));
  }

  /** Where no input tells the rare class, weights could only call other examples by its name. */
  @Test
  void aRareClassThatNothingTellsFromTheOthersIsNotWeighed() {
    rareClass(0);

    var result = run("{'epochs':20,'optimizer':{'type':'sgd','learning_rate':0.1}}", "{}");

    assertThat(observer.incidents)
        .filteredOn(incident -> incident.cause() == Cause.CLASS_IMBALANCE)
        .allSatisfy(incident -> assertThat(incident.changes()).isEmpty())
        .extracting(Incident::symptom)
        .contains(Symptom.MINORITY_COLLAPSE);
    long plan = observer.steps.size();
    assertThat(result.executedIterations()).as("no arm beside it").isLessThan(plan * 5 / 4);
  }

  @Test
  void aRareClassThatIsGivenUpThoughItCanBeToldIsWeighed() {
    rareClass(3);

    var result = run("{'epochs':20,'optimizer':{'type':'sgd','learning_rate':0.03}}", "{}");

    assertThat(observer.incidents)
        .filteredOn(incident -> incident.symptom() == Symptom.MINORITY_COLLAPSE)
        .last()
        .satisfies(incident -> assertThat(incident.changes()).isNotEmpty());
    assertThat(result.metrics().get("validation_balanced_accuracy")).isGreaterThan(0.75);
  }

  @Test
  void aRunThatNobodyWatchedHasNoVerdict() throws IOException {
    iris();

    var result = run("{'epochs':2}", "{}", "{'mode':'off'}");

    assertThat(result.verdict()).isEqualTo(Verdict.UNWATCHED);
    assertThat(observer.incidents).isEmpty();
  }

  @Test
  void recordsAnAbsurdRunWithoutActing() {
    line();

    var result =
        run(
            "{'epochs':5,'optimizer':{'type':'sgd','learning_rate':1e30}}",
            "{}",
            "{'mode':'observe'}");

    assertThat(result.stopReason()).isEqualTo(StopReason.COMPLETED);
    assertThat(result.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(observer.incidents)
        .extracting(incident -> incident.severity())
        .containsExactly(Severity.INFO, Severity.CRITICAL);
    assertThat(observer.steps).allMatch(RecordingObserver.Step::applied);
    assertThat(result.model()).as("the untrained one").isNotNull();
  }

  @Test
  void refusesASpecThatDoesNotFitTheData() throws IOException {
    iris();

    assertThatThrownBy(
            () ->
                TrainingRun.execute(
                    spec("{'layers':[],'output':{'units':2}}", "{}"),
                    location(),
                    output,
                    GeneralizedLinearNetwork.provider(),
                    observer,
                    Optional::empty))
        .isInstanceOf(TrainingRefusedException.class)
        .hasMessageContaining("/network/output/units");
  }

  @Test
  void refusesDataWithMissingCells() throws IOException {
    var schema = classification(3, 1, "a", "b");
    TensorFolder.write(
        folder, schema, TensorFolder.column(1, Double.NaN, 3), TensorFolder.column(0, 1, 0));

    assertThatThrownBy(() -> run("{}", "{}"))
        .isInstanceOfSatisfying(
            TrainingRefusedException.class, e -> assertThat(e.code()).isEqualTo("missing_values"));
    assertThat(output).isEmptyDirectory();
    assertThat(observer.shapes).isEmpty();
  }

  private TrainingResult run(String training, String split) {
    return run(training, split, "{}");
  }

  private TrainingResult run(String training, String split, String stability) {
    return run(training, split, stability, "{}");
  }

  private TrainingResult run(
      String training, String split, String stability, String preprocessing) {
    return TrainingRun.execute(
        spec(NO_LAYERS, training, split, preprocessing, stability),
        location(),
        output,
        GeneralizedLinearNetwork.provider(),
        observer,
        Optional::empty);
  }

  private DataLocation location() {
    return new DataLocation(folder, null, null);
  }

  /** y = 1000 + 50 x. */
  private void line() {
    numbers(60, i -> i, i -> 1000 + 50 * i);
  }

  private void numbers(int count, IntToDoubleFunction input, IntToDoubleFunction target) {
    float[][] x = new float[count][1];
    float[][] y = new float[count][1];
    for (int i = 0; i < count; i++) {
      x[i][0] = (float) input.applyAsDouble(i);
      y[i][0] = (float) target.applyAsDouble(i);
    }
    TensorFolder.write(folder, regression(count, 1, "y"), x, y);
  }

  /**
   * Every twentieth of 1,200 examples is rare.
   *
   * @param apart how far it lies from the others, in standard deviations
   */
  private void rareClass(double apart) {
    Random random = new Random(3);
    float[][] x = new float[1200][1];
    float[][] y = new float[1200][1];
    for (int i = 0; i < x.length; i++) {
      y[i][0] = i % 20 == 0 ? 1 : 0;
      x[i][0] = (float) (random.nextGaussian() + y[i][0] * apart);
    }
    TensorFolder.write(folder, classification(1200, 1, "common", "rare"), x, y);
  }

  private void iris() throws IOException {
    List<float[]> features = new ArrayList<>();
    List<float[]> targets = new ArrayList<>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(getClass().getResourceAsStream("/samples/iris.csv")))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",");
        float[] row = new float[4];
        for (int c = 0; c < 4; c++) {
          row[c] = Float.parseFloat(cells[c]);
        }
        features.add(row);
        targets.add(new float[] {SPECIES.indexOf(cells[4])});
      }
    }
    DatasetSchema schema = classification(150, 4, SPECIES.toArray(new String[0]));
    TensorFolder.write(
        folder, schema, features.toArray(new float[0][]), targets.toArray(new float[0][]));
  }
}
