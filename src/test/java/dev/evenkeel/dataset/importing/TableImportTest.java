package dev.evenkeel.dataset.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.MissingCells;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.ColumnProfile.CategoryCount;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.ColumnSpec;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.dataset.table.CsvFile;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableImportTest {

  private static final float NAN = Float.NaN;

  @TempDir private Path folder;
  private DatasetSettings limits = DatasetSettings.defaults();

  @Test
  void writesSortedCodesOfCategoriesThatAppearedInAnotherOrder() throws IOException {
    Imported imported = run(classification(), "x,wind,y\n1,SW,10\n2,NE,9\n,,10\n4,NE,2\n");

    DatasetSchema schema = imported.schema();
    assertThat(schema.features())
        .containsExactly(
            new FeatureColumn("x", List.of()), new FeatureColumn("wind", List.of("NE", "SW")));
    assertThat(schema.classes()).containsExactly("2", "9", "10");
    assertThat(schema.examples()).isEqualTo(4);
    assertThat(features()).containsExactly(1, 1, 2, 0, NAN, NAN, 4, 0);
    assertThat(targets()).containsExactly(2, 1, 2, 0);
    assertThat(imported.profile().inputShape()).containsExactly(3);
  }

  @Test
  void sortsLabelsAsTextWhereOneIsNoNumber() throws IOException {
    assertThat(run(classification(), "x,y\n1,b\n1,10\n1,9\n").schema().classes())
        .containsExactly("10", "9", "b");
  }

  @Test
  void countsAndLocatesMissingAndNonFiniteCells() throws IOException {
    DatasetProfile profile =
        run(regression("y"), "x,y\n1,2\nNA,3\ninf,4\n1e39,5\n\"\",NaN\n-1.5,6\n").profile();

    ColumnProfile x = profile.columns().get(0);
    assertThat(x.missing()).isEqualTo(2);
    assertThat(x.nonFinite()).isEqualTo(2);
    assertThat(x.min()).isEqualTo(-1.5);
    assertThat(x.max()).isEqualTo(1.0);
    assertThat(x.mean()).isEqualTo(-0.25);
    assertThat(x.std()).isEqualTo(1.25);
    assertThat(profile.missingCells().count()).isEqualTo(5);
    assertThat(profile.missingCells().first())
        .startsWith(new MissingCells.Place(3, "x", "NA"), new MissingCells.Place(4, "x", "inf"))
        .endsWith(new MissingCells.Place(6, "y", "NaN"));
    assertThat(features()[2]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(targets()[4]).isNaN();
  }

  @Test
  void keepsTheStandardDeviationOfNumbersFarFromZero() throws IOException {
    String csv = "x,y\n" + "1000000001,1\n1000000002,1\n1000000003,1\n".repeat(10_000);

    assertThat(run(regression("y"), csv).profile().columns().get(0).std())
        .isCloseTo(Math.sqrt(2 / 3.0), within(1e-7));
  }

  @Test
  void takesSeveralRegressionTargetsInFileOrder() throws IOException {
    Imported imported = run(regression("b", "a"), "a,x,b\n1,2,3\n4,5,6\n");

    assertThat(imported.schema().targets()).containsExactly("a", "b");
    assertThat(targets()).containsExactly(1, 3, 4, 6);
    assertThat(features()).containsExactly(2, 5);
  }

  @Test
  void letsTheClientOverrideTypes() throws IOException {
    DatasetSpec spec =
        new DatasetSpec(
            "d",
            Task.REGRESSION,
            List.of("y"),
            false,
            Map.of(
                "zip",
                ColumnSpec.of(ColumnType.CATEGORICAL),
                "id",
                ColumnSpec.of(ColumnType.IGNORE)),
            new FileFormat.Csv());

    Imported imported = run(spec, "id,zip,y\na,10,1\nb,9,2\nc,10,3\n");

    assertThat(imported.schema().features())
        .containsExactly(new FeatureColumn("zip", List.of("9", "10")));
    assertThat(imported.profile().columns())
        .extracting(ColumnProfile::type)
        .containsExactly(ColumnType.IGNORE, ColumnType.CATEGORICAL, ColumnType.NUMERIC);
    assertThat(imported.profile().columns().get(1).categories())
        .containsExactly(new CategoryCount("10", 2), new CategoryCount("9", 1));
  }

  @Test
  void callsAColumnNumericIfNineTenthsOfItsFilledCellsAre() throws IOException {
    String nineOfTen = "1,2\n".repeat(9) + "w,2\n" + ",2\n".repeat(50);
    String eightOfTen = "1,2\n".repeat(8) + "w,2\nw,2\n";

    assertThatThrownBy(() -> run(regression("y"), "x,y\n" + nineOfTen))
        .hasMessageStartingWith("Line 11, column 'x': 'w' is not a number");
    assertThat(run(regression("y"), "x,y\n" + eightOfTen).schema().features().get(0).categories())
        .containsExactly("1", "w");
  }

  @Test
  void warnsOfWhatIsSuspicious() throws IOException {
    String csv = "c,k,m,y\n" + "1,v,1,a\n".repeat(11) + "1,v,,b\n";

    assertThat(run(classification(), csv).profile().warnings())
        .extracting(ProfileWarning::code, ProfileWarning::message)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "constant_column", "Columns that hold one value only and tell nothing: c, k, m."),
            org.assertj.core.groups.Tuple.tuple(
                "missing_values",
                "Columns that have missing cells; a job's preprocessing.missing says what becomes"
                    + " of them: m."),
            org.assertj.core.groups.Tuple.tuple(
                "class_imbalance",
                "The largest class has 11 examples, the smallest 1. Consider class_weights:"
                    + " balanced."));
  }

  @Test
  void findsSemicolonsAndTabsWhereTheHeaderHasNoComma() throws IOException {
    assertThat(run(regression("y"), "a;b;y\n1;2;3\n").schema().features()).hasSize(2);
    assertThat(run(regression("y"), "a\tb\ty\n1\t2\t3\n").schema().features()).hasSize(2);
  }

  @Test
  void stopsAtMoreCategoriesRowsOrCategoriesTogetherThanAreAllowed() {
    limits = new DatasetSettings(1_000_000, 1_000_000, 3, 10, 100, 2, 2, 3, 9, 9, 9, 9, 9, 9);

    assertThatThrownBy(() -> run(regression("y"), "x,y\na,1\nb,1\nc,1\n"))
        .hasMessageContaining("Column 'x' has more than 2 categories")
        .hasMessageContaining("\"ignore\"");
    assertThatThrownBy(() -> run(regression("y"), "u,v,y\na,c,1\nb,d,1\n"))
        .hasMessageContaining("more than 3 categories, the most that is taken in all columns");
    assertThatThrownBy(() -> run(regression("y"), "x,y\n" + "1,1\n".repeat(4)))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining("more than 3 rows");
  }

  @Test
  void stopsAtAGzipBomb() throws IOException {
    limits = new DatasetSettings(1_000_000, 100_000, 1_000_000, 10, 100, 2, 2, 3, 9, 9, 9, 9, 9, 9);
    Path bomb = folder.resolve("bomb");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(("x,y\n" + "1,1\n".repeat(100_000)).getBytes());
    }

    assertThatThrownBy(
            () -> new TableImport(regression("y"), limits).run(new CsvFile(bomb, limits), folder))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining("larger than 100000 bytes when decompressed");
  }

  @Test
  void saysWhatIsWrongWithALimit() {
    assertThatThrownBy(() -> new DatasetSettings(0, 1, 1, 2, 1, 2, 2, 1, 1, 1, 2, 1, 1, 1))
        .hasMessage("evenkeel.datasets.max-bytes (0) must lie between 1 and 9223372036854775807.");
  }

  private static DatasetSpec classification() {
    return new DatasetSpec(
        "d", Task.CLASSIFICATION, List.of("y"), false, Map.of(), new FileFormat.Csv());
  }

  private static DatasetSpec regression(String... targets) {
    return new DatasetSpec(
        "d", Task.REGRESSION, List.of(targets), true, Map.of(), new FileFormat.Csv());
  }

  private Imported run(DatasetSpec spec, String csv) throws IOException {
    folder = Files.createTempDirectory(folder, "import");
    Path file = Files.writeString(folder.resolve("content"), csv);
    return new TableImport(spec, limits).run(new CsvFile(file, limits), folder);
  }

  private float[] features() throws IOException {
    return floats(DatasetSchema.FEATURES_FILE);
  }

  private float[] targets() throws IOException {
    return floats(DatasetSchema.TARGETS_FILE);
  }

  private float[] floats(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    ByteBuffer data =
        ByteBuffer.wrap(bytes, NpyWriter.HEADER_BYTES, bytes.length - NpyWriter.HEADER_BYTES)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[data.remaining() / Float.BYTES];
    data.asFloatBuffer().get(floats);
    return floats;
  }
}
