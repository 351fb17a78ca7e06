package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a spec of each format may say beside name, format and task. */
enum FormatSyntax {
  CSV(
      EnumSet.of(Task.CLASSIFICATION, Task.REGRESSION),
      List.of("target", "columns"),
      fields -> new FileFormat.Csv()),
  SEQUENCE_CSV(
      EnumSet.of(Task.CLASSIFICATION, Task.REGRESSION),
      List.of("target", "columns", "sequence_id", "time"),
      FormatSyntax::sequences),
  SERIES_CSV(
      EnumSet.of(Task.FORECASTING),
      List.of("target", "columns", "time", "window", "horizon", "season"),
      FormatSyntax::series),
  IMAGES(
      EnumSet.of(Task.CLASSIFICATION),
      List.of("height", "width", "channels", "root"),
      FormatSyntax::images),
  NPZ(EnumSet.of(Task.CLASSIFICATION, Task.REGRESSION), List.of(), fields -> new FileFormat.Npz()),
  PARQUET(
      EnumSet.of(Task.CLASSIFICATION, Task.REGRESSION),
      List.of("target", "columns"),
      fields -> new FileFormat.Parquet());

  private static final int MOST_STEPS = 100_000;
  private static final int MOST_HORIZON = 10_000;
  private static final int MOST_SEASON = 100_000_000;
  private static final int MOST_PIXELS = 4_096;

  private final Set<Task> tasks;
  private final List<String> ownFields;
  private final Function<SpecFields, FileFormat> reader;

  FormatSyntax(Set<Task> tasks, List<String> ownFields, Function<SpecFields, FileFormat> reader) {
    this.tasks = tasks;
    this.ownFields = ownFields;
    this.reader = reader;
  }

  static Optional<FormatSyntax> find(String label) {
    return Arrays.stream(values()).filter(format -> format.label().equals(label)).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(FormatSyntax::label).collect(Collectors.joining(", "));
  }

  /** The names of all fields of a spec of this format. */
  List<String> fields() {
    List<String> all = new ArrayList<>(List.of("name", "format", "task"));
    all.addAll(ownFields);
    return all;
  }

  /** The fields that some format has, for a spec whose format nobody knows. */
  static Set<String> fieldsOfAny() {
    return Arrays.stream(values())
        .flatMap(format -> format.fields().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean takes(Task task) {
    return tasks.contains(task);
  }

  String taskNames() {
    return tasks.stream()
        .map(task -> task.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  boolean hasTarget() {
    return ownFields.contains("target");
  }

  /** Whether a column of the file may be text. */
  boolean takesText() {
    return this == CSV || this == PARQUET;
  }

  /** The fields of this format alone. */
  FileFormat read(SpecFields fields) {
    return reader.apply(fields);
  }

  private static FileFormat sequences(SpecFields fields) {
    return new FileFormat.SequenceCsv(fields.column("sequence_id"), fields.column("time"));
  }

  private static FileFormat series(SpecFields fields) {
    String time = fields.column("time");
    int window = fields.integer("window", 1, MOST_STEPS);
    Integer horizon = fields.optionalInteger("horizon", 1, MOST_HORIZON);
    Integer season = fields.optionalInteger("season", 1, MOST_SEASON);
    return new FileFormat.SeriesCsv(time, window, Objects.requireNonNullElse(horizon, 1), season);
  }

  private static FileFormat images(SpecFields fields) {
    int height = fields.integer("height", 1, MOST_PIXELS);
    int width = fields.integer("width", 1, MOST_PIXELS);
    int channels = fields.integer("channels", 1, 3);
    if (channels == 2) {
      fields.fault("/channels", "not_allowed", "'channels' must be 1 (gray) or 3 (colours).");
    }
    @Nullable JsonNode root = fields.node("root");
    return new FileFormat.Images(height, width, channels, root == null ? "" : fields.text("root"));
  }
}
