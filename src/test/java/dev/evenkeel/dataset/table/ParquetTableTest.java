package dev.evenkeel.dataset.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.importing.DatasetFormats;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.spec.ColumnSpec;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.parquet.BadParquetException;
import dev.evenkeel.training.data.CellText;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples were written by Apache Arrow; {@code types.csv} says what is in them. */
class ParquetTableTest {

  private static final Path SAMPLES = Path.of("src/test/resources/samples/parquet");

  @TempDir private Path folder;
  private final DatasetSettings limits = DatasetSettings.defaults();

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd_v2_encodings", "gzip_v1_encodings", "lz4", "plain"})
  void readsEveryTypeInEveryEncodingAndCodec(String sample) throws IOException {
    ParquetTable table = table(SAMPLES.resolve(sample + ".parquet"), Map.of());
    CsvFile expected = new CsvFile(SAMPLES.resolve("types.csv"), limits);

    List<String> names = table.header().names();
    assertThat(names).isEqualTo(expected.header().names());
    Map<String, ColumnType> types = table.declaredTypes().orElseThrow();
    List<List<Object>> rows = read(table, names, types);
    List<List<Object>> expectedRows = read(expected, names, types);
    assertThat(rows).hasSize(expectedRows.size());
    for (int row = 0; row < rows.size(); row++) {
      assertThat(rows.get(row)).as("row %d", row).isEqualTo(expectedRows.get(row));
    }
  }

  /** Numbers as numbers, others as text, by row. */
  private static List<List<Object>> read(
      TableFile table, List<String> names, Map<String, ColumnType> types) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    try (Cells cells = table.open()) {
      while (cells.nextRow()) {
        List<Object> row = new ArrayList<>();
        for (String name : names) {
          if (types.get(name) == ColumnType.NUMERIC) {
            assertThat(cells.readNumber()).isNotEqualTo(CellText.TEXT);
            row.add(cells.number());
          } else {
            cells.readCell();
            row.add(cells.text());
          }
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void readsTheMomentsOfOlderWriters() throws IOException {
    ParquetTable old = table(SAMPLES.resolve("int96.parquet"), Map.of());
    ParquetTable now = table(SAMPLES.resolve("plain.parquet"), Map.of());

    assertThat(column(old, "at")).isEqualTo(column(now, "at"));
  }

  private static List<String> column(ParquetTable table, String name) throws IOException {
    int at = table.header().names().indexOf(name);
    List<String> texts = new ArrayList<>();
    try (Cells cells = table.open()) {
      while (cells.nextRow()) {
        for (int i = 0; i <= at; i++) {
          cells.readCell();
        }
        texts.add(cells.text());
      }
    }
    return texts;
  }

  @Test
  void makesTheSameDatasetOfATableAsCsvDoes() throws IOException {
    DatasetSpec spec = spec(Map.of(), "cultivar");
    Path csv = Files.createDirectory(folder.resolve("csv"));
    Path parquet = Files.createDirectory(folder.resolve("parquet"));
    Path wine = Path.of("src/test/resources/samples/wine.csv");

    Imported fromCsv =
        DatasetFormats.of(new FileFormat.Csv()).importing(spec, limits).run(wine, csv);
    Imported fromParquet =
        DatasetFormats.of(new FileFormat.Parquet())
            .importing(spec, limits)
            .run(SAMPLES.resolve("wine.parquet"), parquet);

    assertThat(fromParquet).isEqualTo(fromCsv);
    for (String tensor : List.of("features.npy", "targets.npy")) {
      assertThat(parquet.resolve(tensor)).hasSameBinaryContentAs(csv.resolve(tensor));
    }
    assertThat(files(parquet)).containsExactlyInAnyOrder("features.npy", "targets.npy");
  }

  @Test
  void takesTheTypesOfTheFileUnlessItIsToldOthers() throws IOException {
    Map<String, ColumnSpec> told =
        Map.of(
            "i8", ColumnSpec.of(ColumnType.CATEGORICAL),
            "flag", ColumnSpec.of(ColumnType.NUMERIC),
            "text", ColumnSpec.of(ColumnType.IGNORE));
    Imported imported =
        DatasetFormats.of(new FileFormat.Parquet())
            .importing(spec(told, "always"), limits)
            .run(SAMPLES.resolve("snappy.parquet"), folder);

    Map<String, ColumnType> types = new HashMap<>();
    imported.profile().columns().forEach(column -> types.put(column.name(), column.type()));
    assertThat(types)
        .containsEntry("i8", ColumnType.CATEGORICAL)
        .containsEntry("flag", ColumnType.NUMERIC)
        .containsEntry("text", ColumnType.IGNORE)
        .containsEntry("day", ColumnType.CATEGORICAL)
        .containsEntry("dec", ColumnType.NUMERIC);
    assertThat(imported.schema().classes()).containsExactly("false", "true");
  }

  @Test
  void refusesColumnsThatAreNoCellsUnlessTheyAreIgnored() throws IOException {
    Path nested = SAMPLES.resolve("nested.parquet");

    assertThatThrownBy(() -> table(nested, Map.of()).open())
        .isInstanceOfSatisfying(
            ServiceException.class,
            e ->
                assertThat(e.faults())
                    .extracting("pointer")
                    .containsExactly("/columns/tags", "/columns/place", "/columns/raw"));
    Map<String, ColumnSpec> ignored = new HashMap<>();
    Stream.of("tags", "place", "raw", "blob")
        .forEach(name -> ignored.put(name, ColumnSpec.of(ColumnType.IGNORE)));
    DatasetSchema schema =
        DatasetFormats.of(new FileFormat.Parquet())
            .importing(spec(ignored, "y"), limits)
            .run(nested, folder)
            .schema();
    assertThat(schema.features()).extracting("name").containsExactly("x");
    assertThat(schema.examples()).isEqualTo(6);
  }

  @Test
  void saysWhereATextIsNoText() {
    Map<String, ColumnSpec> ignored = new HashMap<>();
    Stream.of("tags", "place", "raw")
        .forEach(name -> ignored.put(name, ColumnSpec.of(ColumnType.IGNORE)));

    assertThatThrownBy(
            () ->
                DatasetFormats.of(new FileFormat.Parquet())
                    .importing(spec(ignored, "y"), limits)
                    .run(SAMPLES.resolve("nested.parquet"), folder))
        .hasMessageStartingWith("Row 1, column 'blob': a text is not UTF-8.");
  }

  @Test
  void refusesWhatIsEncryptedOrCompressedInAWayItDoesNotKnow() {
    assertRefused("encrypted", "encrypted", "The file is encrypted");
    assertRefused("encrypted_columns", "encrypted", "Column 'x' is encrypted");
    assertRefused("brotli", "unsupported_codec", "BROTLI");
  }

  private void assertRefused(String sample, String code, String message) {
    Path file = SAMPLES.resolve(sample + ".parquet");
    assertThatThrownBy(() -> readAll(file))
        .isInstanceOfSatisfying(
            BadParquetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e).hasMessageContaining(message);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd_v2_encodings", "gzip_v1_encodings", "lz4", "plain"})
  void meetsDamageWithARefusalAndNothingElse(String sample) throws IOException {
    byte[] whole = Files.readAllBytes(SAMPLES.resolve(sample + ".parquet"));
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 120; i++) {
      byte[] damaged = whole.clone();
      // Half of the damage goes to the footer, which says the most.
      int from = i % 2 == 0 ? 0 : whole.length - 3_000;
      for (int flips = 0; flips < 3; flips++) {
        damaged[from + random.nextInt(whole.length - from)] = (byte) random.nextInt();
      }
      refused += isRefused(damaged) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(60);
  }

  @Test
  void refusesEveryTruncatedFile() throws IOException {
    byte[] whole = Files.readAllBytes(SAMPLES.resolve("plain.parquet"));
    for (int length = 0; length < whole.length; length += 97) {
      assertThat(isRefused(java.util.Arrays.copyOf(whole, length))).isTrue();
    }
  }

  private boolean isRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("content"), bytes);
    try {
      readAll(file);
      return false;
    } catch (BadParquetException | ServiceException e) {
      return true;
    } finally {
      assertThat(files(folder)).containsExactly("content");
    }
  }

  private void readAll(Path file) throws IOException {
    ParquetTable table = table(file, Map.of());
    List<String> names = table.header().names();
    try (Cells cells = table.open()) {
      while (cells.nextRow()) {
        for (int i = 0; i < names.size(); i++) {
          cells.readCell();
        }
      }
    }
  }

  @Test
  void refusesMoreRowsAndCellsThanItMayKeep() {
    DatasetSettings few =
        new DatasetSettings(1_000_000, 1_000_000, 10, 100, 600, 10, 10, 10, 10, 10, 10, 10, 10, 10);
    DatasetSettings small =
        new DatasetSettings(1_000_000, 2_000, 100, 100, 600, 10, 10, 10, 10, 10, 10, 10, 10, 10);
    Path plain = SAMPLES.resolve("plain.parquet");

    for (DatasetSettings settings : List.of(few, small)) {
      ParquetTable table =
          new ParquetTable(plain, spec(Map.of(), "word"), settings, scratch(), Long.MAX_VALUE);
      assertThatThrownBy(table::open)
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
    }
  }

  @Test
  void readsNoMoreRowsThanAreWanted() throws IOException {
    ParquetTable table =
        new ParquetTable(
            SAMPLES.resolve("snappy.parquet"), spec(Map.of(), "word"), limits, scratch(), 30);
    int rows = 0;
    try (Cells cells = table.open()) {
      while (cells.nextRow()) {
        rows++;
      }
    }
    assertThat(rows).isEqualTo(30);
  }

  private ParquetTable table(Path file, Map<String, ColumnSpec> columns) {
    return new ParquetTable(file, spec(columns, "word"), limits, scratch(), Long.MAX_VALUE);
  }

  private Path scratch() {
    return folder.resolve("cells");
  }

  private static DatasetSpec spec(Map<String, ColumnSpec> columns, String target) {
    return new DatasetSpec(
        "a", Task.CLASSIFICATION, List.of(target), false, columns, new FileFormat.Parquet());
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
