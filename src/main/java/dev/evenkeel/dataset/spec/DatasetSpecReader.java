package dev.evenkeel.dataset.spec;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.web.body.BodySchema;
import dev.evenkeel.web.body.JsonBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the {@code spec} of an upload and finds all of its faults at once. */
public final class DatasetSpecReader {

  private static final BodySchema SCHEMA = BodySchema.named("dataset");

  private DatasetSpecReader() {}

  public static DatasetSpec read(byte[] json) {
    JsonNode spec = JsonBody.readSpec(json);
    List<Fault> faults = new ArrayList<>(SCHEMA.check(spec));
    faults.addAll(new ColumnRoles(spec).faults());
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
    return new DatasetSpec(
        text(spec, "name"),
        Task.valueOf(text(spec, "task").toUpperCase(Locale.ROOT)),
        targets(spec),
        spec.path("target").isArray(),
        columns(spec.path("columns")),
        format(spec));
  }

  /** The names of the targets, as far as they are names. */
  static List<String> targets(JsonNode spec) {
    JsonNode target = spec.path("target");
    return target.isString()
        ? List.of(target.stringValue())
        : target.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
  }

  private static Map<String, ColumnSpec> columns(JsonNode columns) {
    Map<String, ColumnSpec> specs = new LinkedHashMap<>();
    columns.properties().forEach(column -> specs.put(column.getKey(), column(column.getValue())));
    return specs;
  }

  private static ColumnSpec column(JsonNode column) {
    ColumnType type = ColumnType.valueOf(text(column, "type").toUpperCase(Locale.ROOT));
    return type == ColumnType.TEXT
        ? ColumnSpec.text(
            new TextLimits(
                whole(column, "vocabulary").orElse(TextLimits.DEFAULT_VOCABULARY),
                whole(column, "max_tokens").orElse(TextLimits.DEFAULT_MAX_TOKENS)))
        : ColumnSpec.of(type);
  }

  private static FileFormat format(JsonNode spec) {
    String format = text(spec, "format");
    return switch (format) {
      case "csv" -> new FileFormat.Csv();
      case "sequence_csv" ->
          new FileFormat.SequenceCsv(text(spec, "sequence_id"), text(spec, "time"));
      case "series_csv" ->
          new FileFormat.SeriesCsv(
              text(spec, "time"),
              spec.path("window").intValue(),
              whole(spec, "horizon").orElse(1),
              whole(spec, "season").orElse(null));
      case "images" ->
          new FileFormat.Images(
              spec.path("height").intValue(),
              spec.path("width").intValue(),
              spec.path("channels").intValue(),
              spec.path("root").stringValue(""));
      case "npz" -> new FileFormat.Npz();
      case "parquet" -> new FileFormat.Parquet();
      default -> throw new IllegalStateException("The schema knows a format %s.".formatted(format));
    };
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).stringValue();
  }

  /** A whole number that may be left out or null. */
  private static Optional<Integer> whole(JsonNode node, String field) {
    return Optional.of(node.path(field)).filter(JsonNode::isNumber).map(JsonNode::intValue);
  }
}
