package dev.evenkeel.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.importing.DatasetFormats;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.DatasetSpecReader;
import dev.evenkeel.dataset.warning.RepeatedRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadWarningsTest {

  private static final Path EXAMPLES = Path.of("examples/data");
  private static final String CLASSES =
      "{\"name\":\"d\",\"format\":\"csv\",\"task\":\"classification\",\"target\":\"y\"}";
  private static final String NUMBERS = CLASSES.replace("classification", "regression");
  private static final String SERIES =
      "{\"name\":\"d\",\"format\":\"series_csv\",\"task\":\"forecasting\",\"target\":\"y\",\"time\":\"t\",\"window\":5}";

  @TempDir private Path folder;
  private final Random random = new Random(5);

  @Test
  void namesAColumnThatIsOnlyFilledAfterTheFactAndTheCustomersNumber() throws IOException {
    String csv =
        table(
            "customer_id,fee,days_since_cancellation,y",
            1_500,
            row -> {
              boolean churned = random.nextInt(3) == 0;
              String days = churned ? number(1 + 29 * random.nextDouble()) : "0";
              return "%d,%s,%s,%s"
                  .formatted(7_590_000_000L + row, uniform(), days, churned ? "gone" : "here");
            });

    List<ProfileWarning> warnings = warnings(CLASSES, csv);

    assertThat(warnings)
        .extracting(ProfileWarning::code)
        .containsExactly("target_leak", "running_id");
    assertThat(warnings.get(0).message())
        .contains(": days_since_cancellation (tells 100.0 % of the labels). If")
        .contains("not known at the time of prediction");
    assertThat(warnings.get(1).message())
        .contains("customer_id (whole numbers in order from 7590000000 to 7590001499)")
        .contains("\"ignore\"");
  }

  @Test
  void namesACategoryThatStandsForTheLabelAndCellsThatAreMissingInOneClassOnly()
      throws IOException {
    String csv =
        table(
            "code,refund,x,y",
            400,
            row -> {
              boolean yes = random.nextBoolean();
              return "%s%d,%s,%s,%s"
                  .formatted(
                      yes ? "r" : "k", random.nextInt(8), yes ? uniform() : "", uniform(), yes);
            });

    assertThat(message(CLASSES, csv, "target_leak"))
        .contains(": code (tells 100.0 % of the labels), refund (tells 100.0 %")
        .doesNotContain("x (");
  }

  @Test
  void namesAColumnThatIsTheTargetInAnotherUnit() throws IOException {
    String csv =
        table(
            "celsius,x,y",
            500,
            row -> {
              double celsius = 40 * random.nextDouble();
              return number(celsius) + "," + uniform() + "," + number(32 + 1.8 * celsius);
            });

    assertThat(message(NUMBERS, csv, "target_leak")).contains(": celsius (correlation 1.00000).");
  }

  @Test
  void callsNoStrongColumnALeak() throws IOException {
    String classes =
        table(
            "x,y",
            1_000,
            row -> {
              double x = random.nextGaussian();
              return number(x) + "," + (x + 0.05 * random.nextGaussian() > 0);
            });
    String numbers =
        table(
            "x,y",
            1_000,
            row -> {
              double x = random.nextGaussian();
              return number(x) + "," + number(x + 0.05 * random.nextGaussian());
            });

    assertThat(warnings(CLASSES, classes)).isEmpty();
    assertThat(warnings(NUMBERS, numbers)).isEmpty();
  }

  @Test
  void callsNothingALeakWhereOneClassIsNearlyAll() throws IOException {
    String csv = table("x,y", 2_000, row -> uniform() + "," + (row % 500 == 0));

    assertThat(warnings(CLASSES, csv))
        .extracting(ProfileWarning::code)
        .containsExactly("class_imbalance");
  }

  @Test
  void countsCopiesAndContradictions() throws IOException {
    String csv = table("a,b,y", 960, row -> uniform() + "," + uniform() + "," + random.nextInt(2));
    String[] lines = csv.split("\n");
    StringBuilder more = new StringBuilder(csv);
    for (int i = 1; i <= 30; i++) {
      more.append(lines[i]).append('\n');
      String other = lines[100 + i].endsWith("1") ? "0" : "1";
      more.append(lines[100 + i], 0, lines[100 + i].length() - 1).append(other).append('\n');
    }

    assertThat(message(CLASSES, more.toString(), "duplicate_rows"))
        .startsWith("30 of 1020 rows (2.9 %) are exact copies of an earlier row.");
    assertThat(message(CLASSES, more.toString(), "conflicting_rows"))
        .startsWith("60 of 1020 rows (5.9 %) agree with another row in all features");
  }

  @Test
  void expectsFewKindsOfRowsToRepeat() throws IOException {
    String csv =
        table(
            "colour,size,y",
            1_000,
            row -> "c%d,%d,%s".formatted(random.nextInt(3), random.nextInt(4), random.nextInt(2)));

    assertThat(warnings(CLASSES, csv)).isEmpty();
  }

  @Test
  void estimatesTheShareOfCopiesOfMoreRowsThanItHolds() {
    RepeatedRows repeated = new RepeatedRows(1 << 10);
    for (int copy = 0; copy < 2; copy++) {
      for (int row = 0; row < (copy == 0 ? 100_000 : 25_000); row++) {
        long hash = new Random(row).nextLong();
        repeated.add(hash, hash);
      }
    }

    RepeatedRows.Counts counts = repeated.counted();

    assertThat(counts.whole()).isFalse();
    assertThat(counts.rows() - counts.copies()).isBetween(512L, 1_024L);
    assertThat(counts.copies() / (double) counts.rows()).isBetween(0.16, 0.24);
  }

  @Test
  void takesNoSortedMeasurementAndNoOnlyInputForARunningNumber() throws IOException {
    int[] sorted = random.ints(300, 0, 5_000).distinct().sorted().toArray();
    String measured = table("x,z,y", sorted.length, row -> sorted[row] + "," + uniform() + ",1.5");
    String only = table("x,y", 300, row -> row + "," + uniform());
    String falling = table("x,z,y", 300, row -> 900 - 3 * row + "," + uniform() + "," + uniform());

    assertThat(warnings(NUMBERS, measured))
        .extracting(ProfileWarning::code)
        .containsExactly("constant_target");
    assertThat(warnings(NUMBERS, only)).isEmpty();
    assertThat(message(NUMBERS, falling, "running_id")).contains("from 3 to 900");
  }

  @Test
  void namesATextThatDiffersInNearlyEveryRow() throws IOException {
    String csv = table("name,x,y", 60, row -> "n" + row + "," + uniform() + "," + row % 2);

    assertThat(message(CLASSES, csv, "running_id")).contains("name (60 categories in 60 rows)");
  }

  @Test
  void leavesTheStepsOfASeriesAlone() throws IOException {
    String csv = table("t,step,y", 300, row -> row + "," + row + "," + row % 7);

    assertThat(warnings(SERIES, csv)).isEmpty();
  }

  @Test
  void countsCopiedTexts() throws IOException {
    String spec = CLASSES.replace("}", ",\"columns\":{\"t\":{\"type\":\"text\"}}}");
    String csv =
        table("t,y", 200, row -> "word%d and %d,%d".formatted(row % 180, row % 180, row % 2));

    assertThat(message(spec, csv, "duplicate_rows")).startsWith("20 of 200 rows (10.0 %)");
  }

  @ParameterizedTest
  @CsvSource({
    "iris.csv, species, classification",
    "wine_train.csv, cultivar, classification",
    "digits_train.csv, digit, classification",
    "fashion_test.csv.gz, label, classification"
  })
  void findsNoLeakCopyOrIdInTheExamples(String file, String target, String task)
      throws IOException {
    String spec = CLASSES.replace("\"y\"", '"' + target + '"').replace("classification", task);

    assertThat(warnings(spec, example(file)))
        .extracting(ProfileWarning::code)
        .doesNotContain("duplicate_rows", "conflicting_rows", "target_leak", "running_id");
  }

  @Test
  void countsTheCopiesThatTheRedWinesAreKnownFor() throws IOException {
    String csv = example("winequality_red_train.csv");
    String target = csv.lines().findFirst().orElseThrow().replaceAll(".*,", "");

    assertThat(warnings(NUMBERS.replace("\"y\"", '"' + target + '"'), csv))
        .extracting(ProfileWarning::code)
        .containsExactly("duplicate_rows");
  }

  @Test
  void looksAtParquetInTheSameWay() throws IOException {
    Path wine = EXAMPLES.resolve("wine_train.parquet");
    DatasetSpec spec =
        DatasetSpecReader.read(
            Uploads.utf8(CLASSES.replace("csv", "parquet").replace("\"y\"", "\"cultivar\"")));

    Imported imported =
        DatasetFormats.of(spec.format())
            .importing(spec, DatasetSettings.defaults())
            .run(wine, folder);

    assertThat(imported.profile().warnings()).isEmpty();
  }

  private static String example(String name) throws IOException {
    try (InputStream file = Files.newInputStream(EXAMPLES.resolve(name));
        InputStream text = name.endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return new String(text.readAllBytes());
    }
  }

  private static String table(String header, int rows, IntFunction<String> row) {
    return IntStream.range(0, rows)
        .mapToObj(row)
        .collect(Collectors.joining("\n", header + "\n", "\n"));
  }

  private String uniform() {
    return number(random.nextDouble());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private List<ProfileWarning> warnings(String spec, String csv) throws IOException {
    return ImportFolder.in(folder).run(spec, csv, DatasetSettings.defaults()).profile().warnings();
  }

  private String message(String spec, String csv, String code) throws IOException {
    return warnings(spec, csv).stream()
        .filter(warning -> warning.code().equals(code))
        .map(ProfileWarning::message)
        .findFirst()
        .orElseThrow();
  }
}
