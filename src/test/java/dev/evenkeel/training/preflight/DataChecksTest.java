package dev.evenkeel.training.preflight;

import static dev.evenkeel.training.TestSpecs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.evenkeel.training.TensorFolder;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule beside healthy data that it must let pass. */
class DataChecksTest {

  private static final int ROWS = 1000;
  private static final String RAW = "{'numeric':'none','missing':'keep','target':'none'}";

  private final Random random = new Random(7);

  @TempDir Path folder;

  private List<PreflightWarning> found(float[][] cells, String training, String preprocessing)
      throws IOException {
    float[][] labels = new float[cells.length][1];
    for (int i = 0; i < labels.length; i++) {
      labels[i][0] = i % 3;
    }
    DatasetSchema schema = TestSpecs.classification(cells.length, cells[0].length, "a", "b", "c");
    return found(TensorFolder.write(folder, schema, cells, labels), training, preprocessing);
  }

  private static List<PreflightWarning> found(Path folder, String training, String preprocessing)
      throws IOException {
    return PreFlight.ofData(
        spec("{'layers':[]}", training, "{}", preprocessing, "{}"), DataFacts.of(folder));
  }

  private static float[][] rows(int columns, IntToDoubleFunction cell) {
    float[][] rows = new float[ROWS][columns];
    for (float[] row : rows) {
      for (int c = 0; c < columns; c++) {
        row[c] = (float) cell.applyAsDouble(c);
      }
    }
    return rows;
  }

  /** Grey values 0 to 16, of which some columns are hardly ever anything but 0. */
  private float[][] digits() {
    return rows(
        8, c -> c < 2 ? (random.nextInt(200) == 0 ? 5 : 0) : c == 2 ? 0 : random.nextInt(17));
  }

  @Test
  void saysNothingOfHealthyNumbers() throws IOException {
    assertThat(found(rows(6, c -> random.nextGaussian()), "{}", RAW)).isEmpty();
    assertThat(found(digits(), "{}", RAW)).isEmpty();
  }

  @Test
  void takesAHeavyTailForNoOutlier() throws IOException {
    assertThat(found(rows(4, c -> Math.exp(2 * random.nextGaussian())), "{}", "{}")).isEmpty();
    assertThat(found(rows(4, c -> Math.exp(random.nextGaussian())), "{}", "{}")).isEmpty();
  }

  @Test
  void namesOutliersThatAreNotLeftOutYet() throws IOException {
    float[][] cells = digits();
    for (int row : new int[] {17, 403}) {
      for (int c = 0; c < cells[row].length; c++) {
        cells[row][c] = 5000;
      }
    }

    assertThat(found(cells, "{}", RAW))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.cause()).isEqualTo(Cause.OUTLIER_DATA);
              assertThat(one.fix().get(0).to()).isEqualTo(List.of(17, 403));
            });
    assertThat(found(cells, "{}", RAW.replace("{", "{'exclude_rows':[17,403],"))).isEmpty();
  }

  @Test
  void namesBrokenRowsOnlyWhereTheyAreKept() throws IOException {
    float[][] cells = digits();
    cells[5][3] = Float.NaN;

    assertThat(found(cells, "{}", RAW))
        .extracting(PreflightWarning::cause, one -> one.evidence().get("rows"))
        .containsExactly(tuple(Cause.NON_FINITE_DATA, List.of(5)));
    assertThat(found(cells, "{}", RAW.replace("{", "{'exclude_rows':[5],"))).isEmpty();
    assertThat(found(cells, "{}", "{'numeric':'none','missing':'drop'}")).isEmpty();
  }

  @Test
  void isCertainOfLargeInputsAndDoubtsOnesThatAreOffCentre() throws IOException {
    assertThat(found(rows(3, c -> random.nextInt(256)), "{}", RAW))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.INPUT_SCALE, Severity.WARNING));
    assertThat(found(rows(3, c -> 20 + random.nextGaussian()), "{}", RAW))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.INPUT_SCALE, Severity.INFO));
    assertThat(found(rows(2, c -> random.nextGaussian() * (c == 0 ? 1 : 1e-3)), "{}", RAW))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.INPUT_SCALE, Severity.INFO));
    assertThat(found(rows(3, c -> random.nextInt(256)), "{}", "{}")).isEmpty();
  }

  @Test
  void namesSortedExamplesThatAreNotShuffled() throws IOException {
    float[][] labels = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      labels[i][0] = i * 3 / ROWS;
    }
    Path sorted =
        TensorFolder.write(
            folder, TestSpecs.classification(ROWS, 4, "a", "b", "c"), digitsOf(4), labels);

    assertThat(found(sorted, "{'shuffle':false}", "{}"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.DATA_ORDER);
    assertThat(found(sorted, "{}", "{}")).isEmpty();
    assertThat(found(digits(), "{'shuffle':false}", "{}")).isEmpty();
  }

  /** Of ten classes a batch shows two: hardly one of them fills it. */
  @Test
  void namesSortedExamplesWhoseClassesShareTheirBatches() throws IOException {
    int each = ROWS / 10;
    float[][] sorted = new float[ROWS][1];
    float[][] mixed = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      sorted[i][0] = Math.min(9, i / each);
      mixed[i][0] = random.nextInt(10);
    }
    String[] names = "abcdefghij".split("");

    TensorFolder.write(folder, TestSpecs.classification(ROWS, 4, names), digitsOf(4), sorted);
    assertThat(found(folder, "{'shuffle':false,'batch_size':%d}".formatted(each + 1), "{}"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.DATA_ORDER);

    TensorFolder.write(folder, TestSpecs.classification(ROWS, 4, names), digitsOf(4), mixed);
    assertThat(found(folder, "{'shuffle':false,'batch_size':4}", "{}")).isEmpty();
  }

  private float[][] digitsOf(int columns) {
    return rows(columns, c -> random.nextInt(17));
  }

  @Test
  void leavesCountsAloneButNotPrices() throws IOException {
    float[][] prices = rows(1, c -> 200 + 50 * random.nextGaussian());
    Path houses =
        TensorFolder.write(folder, TestSpecs.regression(ROWS, 4, "price"), digitsOf(4), prices);
    DataFacts facts = DataFacts.of(houses);

    assertThat(found(houses, "{}", "{'target':'none'}"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.TARGET_SCALE);
    assertThat(found(houses, "{}", "{}")).isEmpty();
    assertThat(
            PreFlight.ofData(
                spec(
                    "{'layers':[],'output':{'activation':'softplus','loss':'poisson'}}",
                    "{}",
                    "{}",
                    "{'target':'none'}",
                    "{}"),
                facts))
        .isEmpty();
  }

  @Test
  void rowsThatAreLeftOutCountNeitherAsAClassNorInTheOrder() throws IOException {
    float[][] cells = rows(2, c -> random.nextGaussian());
    float[][] labels = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      labels[i][0] = i < 40 ? 2 : i % 2;
    }
    TensorFolder.write(folder, TestSpecs.classification(ROWS, 2, "a", "b", "c"), cells, labels);
    String rare =
        java.util.stream.IntStream.range(0, 40)
            .mapToObj(String::valueOf)
            .collect(java.util.stream.Collectors.joining(","));

    assertThat(found(folder, "{}", "{}"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.CLASS_IMBALANCE);
    assertThat(found(folder, "{}", "{'exclude_rows':[%s]}".formatted(rare))).isEmpty();
  }

  @Test
  void namesNumbersThatAreSortedAndNotShuffled() throws IOException {
    float[][] sorted = new float[ROWS][1];
    for (int i = 0; i < ROWS; i++) {
      sorted[i][0] = (float) (i / 1000.0 + 0.05 * random.nextGaussian());
    }
    TensorFolder.write(folder, TestSpecs.regression(ROWS, 4, "price"), digitsOf(4), sorted);

    assertThat(found(folder, "{'shuffle':false}", "{}"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.DATA_ORDER);
    assertThat(found(folder, "{}", "{}")).isEmpty();

    float[][] mixed = rows(1, c -> random.nextGaussian());
    TensorFolder.write(folder, TestSpecs.regression(ROWS, 4, "price"), digitsOf(4), mixed);
    assertThat(found(folder, "{'shuffle':false,'batch_size':4}", "{}")).isEmpty();
  }

  @Test
  void isCertainOfTargetsThatNeverChangeAndHasNoCure() throws IOException {
    float[][] constant = rows(1, c -> 7.3);
    TensorFolder.write(folder, TestSpecs.regression(ROWS, 4, "price"), digitsOf(4), constant);
    assertThat(found(folder, "{}", "{}"))
        .extracting(PreflightWarning::cause, PreflightWarning::severity, one -> one.fix().size())
        .containsExactly(tuple(Cause.CONSTANT_TARGET, Severity.WARNING, 0));

    float[][] single = rows(1, c -> 1);
    TensorFolder.write(folder, TestSpecs.classification(ROWS, 4, "a", "b"), digitsOf(4), single);
    assertThat(found(folder, "{}", "{}"))
        .extracting(PreflightWarning::cause)
        .containsExactly(Cause.CONSTANT_TARGET);
  }

  @Test
  void doubtsTargetsWithAnOffsetThatARunMayGetOver() throws IOException {
    float[][] offset = rows(1, c -> 10 + random.nextGaussian());
    TensorFolder.write(folder, TestSpecs.regression(ROWS, 4, "price"), digitsOf(4), offset);

    assertThat(found(folder, "{}", "{'target':'none'}"))
        .extracting(PreflightWarning::cause, PreflightWarning::severity)
        .containsExactly(tuple(Cause.TARGET_SCALE, Severity.INFO));
    assertThat(found(folder, "{}", "{}")).isEmpty();
  }

  @Test
  void tellsOneColumnFromMany() throws IOException {
    assertThat(found(rows(1, c -> random.nextInt(256)), "{}", RAW).get(0).message())
        .startsWith("1 input column is far");
    assertThat(found(rows(3, c -> random.nextInt(256)), "{}", RAW).get(0).message())
        .startsWith("3 input columns are far");
  }
}
