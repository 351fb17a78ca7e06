package dev.evenkeel.dataset.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read: its format with the fields that this format alone has in a spec. {@link
 * DatasetFormats} has who reads it.
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
public sealed interface FileFormat {

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

  /** A header row, then one example a row. */
  @JsonTypeName("csv")
  record Csv() implements FileFormat {

    @Override
    public String label() {
      return "csv";
    }
  }

  /**
   * One row a time step, sequences of any length.
   *
   * @param sequenceId the column that tells which sequence a row belongs to
   * @param time the column that orders the rows of a sequence
   */
  @JsonTypeName("sequence_csv")
  record SequenceCsv(String sequenceId, String time) implements FileFormat {

    @Override
    public String label() {
      return "sequence_csv";
    }

    @Override
    public Map<String, String> namedColumns() {
      return Map.of("sequence_id", sequenceId, "time", time);
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
      implements FileFormat {

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
  }

  /** NumPy's archive with the arrays {@code x} and {@code y}. */
  @JsonTypeName("npz")
  record Npz() implements FileFormat {

    @Override
    public String label() {
      return "npz";
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
  }
}
