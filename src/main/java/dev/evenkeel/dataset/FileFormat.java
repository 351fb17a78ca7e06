package dev.evenkeel.dataset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.evenkeel.parquet.BadParquetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read: its format with the fields that this format alone has in a spec. Each
 * format knows who imports it, what its first examples look like and what kind of file it is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(FileFormat.Csv.class),
  @JsonSubTypes.Type(FileFormat.SequenceCsv.class),
  @JsonSubTypes.Type(FileFormat.SeriesCsv.class),
  @JsonSubTypes.Type(FileFormat.Images.class),
  @JsonSubTypes.Type(FileFormat.Npz.class),
  @JsonSubTypes.Type(FileFormat.Parquet.class)
})
sealed interface FileFormat {

  /** The name that specs and answers call it by. */
  String label();

  /** What the file is counted in, for messages. */
  default String place() {
    return "Line";
  }

  /** Columns of the file that the format's own fields name, by field: neither input nor target. */
  default Map<String, String> namedColumns() {
    return Map.of();
  }

  /** Whether targets are inputs as well: what a series was is what tells what it will be. */
  default boolean learnsFromTargets() {
    return false;
  }

  DatasetImport importing(DatasetSpec spec, DatasetSettings limits);

  /**
   * The first examples of a stored dataset.
   *
   * @param folder with the original {@code content} and the tensors
   */
  DatasetPreview preview(StoredDataset dataset, Path folder, int rows, DatasetSettings limits)
      throws IOException;

  /**
   * What the original bytes are to be called when they are downloaded.
   *
   * @param file at its beginning
   */
  ContentKind content(InputStream file) throws IOException;

  /** Formats whose file is a CSV file, plain or gzipped. */
  sealed interface OfCsv extends FileFormat {

    @Override
    default DatasetPreview preview(
        StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
      CsvFile file = CsvFile.of(DatasetFiles.contentIn(folder), dataset.spec(), limits);
      return DatasetPreview.read(dataset, file, rows);
    }

    @Override
    default ContentKind content(InputStream file) throws IOException {
      return CsvFile.isGzip(file) ? ContentKind.GZIPPED_CSV : ContentKind.CSV;
    }
  }

  /** A header row, then one example a row. */
  @JsonTypeName("csv")
  record Csv() implements OfCsv {

    @Override
    public String label() {
      return "csv";
    }

    @Override
    public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
      return (file, folder) ->
          new TableImport(spec, limits).run(CsvFile.of(file, spec, limits), folder);
    }
  }

  /**
   * One row a time step, sequences of any length.
   *
   * @param sequenceId the column that tells which sequence a row belongs to
   * @param time the column that orders the rows of a sequence
   */
  @JsonTypeName("sequence_csv")
  record SequenceCsv(String sequenceId, String time) implements OfCsv {

    @Override
    public String label() {
      return "sequence_csv";
    }

    @Override
    public Map<String, String> namedColumns() {
      return Map.of("sequence_id", sequenceId, "time", time);
    }

    @Override
    public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
      return (file, folder) ->
          new SequenceImport(spec, limits).run(new CsvFile(file, limits), folder);
    }
  }

  /**
   * One row a time step, one series, cut into windows.
   *
   * @param time the column that ascends from row to row
   * @param window steps that a forecast sees
   * @param horizon steps that it says
   * @param season steps after which the series repeats itself, or null where nobody has said
   */
  @JsonTypeName("series_csv")
  record SeriesCsv(String time, int window, int horizon, @Nullable Integer season)
      implements OfCsv {

    @Override
    public String label() {
      return "series_csv";
    }

    @Override
    public Map<String, String> namedColumns() {
      return Map.of("time", time);
    }

    @Override
    public boolean learnsFromTargets() {
      return true;
    }

    @Override
    public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
      return (file, folder) ->
          new SeriesImport(spec, this, limits).run(new CsvFile(file, limits), folder);
    }
  }

  /**
   * A zip with one folder of images a class.
   *
   * @param height what images are scaled to
   * @param width likewise
   * @param channels 1 for gray, 3 for colours
   * @param root the folder of the zip that holds the class folders; empty for its top
   */
  @JsonTypeName("images")
  record Images(int height, int width, int channels, String root) implements FileFormat {

    @Override
    public String label() {
      return "images";
    }

    @Override
    public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
      return new ImagesImport(this, limits);
    }

    @Override
    public DatasetPreview preview(
        StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
      return ImagesPreview.of(dataset, DatasetFiles.contentIn(folder), this, rows, limits);
    }

    @Override
    public ContentKind content(InputStream file) {
      return ContentKind.ZIP;
    }
  }

  /** NumPy's archive with the arrays {@code x} and {@code y}. */
  @JsonTypeName("npz")
  record Npz() implements FileFormat {

    @Override
    public String label() {
      return "npz";
    }

    @Override
    public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
      return new NpzImport(spec, limits);
    }

    @Override
    public DatasetPreview preview(
        StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
      return NpzPreview.of(dataset, folder, rows);
    }

    @Override
    public ContentKind content(InputStream file) {
      return ContentKind.NPZ;
    }
  }

  /** An Apache Parquet file with the columns of a table. */
  @JsonTypeName("parquet")
  record Parquet() implements FileFormat {

    @Override
    public String label() {
      return "parquet";
    }

    @Override
    public String place() {
      return "Row";
    }

    @Override
    public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
      return (file, folder) -> {
        try {
          Path scratch = folder.resolve("cells");
          ParquetTable table = new ParquetTable(file, spec, limits, scratch, Long.MAX_VALUE);
          return new TableImport(spec, limits).run(table, folder);
        } catch (BadParquetException e) {
          throw BadFile.of(e);
        }
      };
    }

    @Override
    public DatasetPreview preview(
        StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
      Path scratch = Files.createTempDirectory("preview");
      try {
        Path file = DatasetFiles.contentIn(folder);
        return DatasetPreview.read(
            dataset,
            new ParquetTable(file, dataset.spec(), limits, scratch.resolve("cells"), rows),
            rows);
      } finally {
        Files.delete(scratch);
      }
    }

    @Override
    public ContentKind content(InputStream file) {
      return ContentKind.PARQUET;
    }
  }
}
