package dev.evenkeel.dataset;

import dev.evenkeel.error.JsonPointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code columns}: what a client says about columns of its file. */
final class ColumnSpecReader {

  private final SpecFields fields;
  private final FormatSyntax format;
  private final Map<String, ColumnSpec> columns = new LinkedHashMap<>();

  ColumnSpecReader(SpecFields fields, FormatSyntax format) {
    this.fields = fields;
    this.format = format;
  }

  Map<String, ColumnSpec> read() {
    JsonNode node = fields.node("columns");
    if (node != null && !node.isObject()) {
      fields.fault("/columns", "wrong_type", "'columns' must be an object: {name: {\"type\": …}}.");
    } else if (node != null) {
      node.properties().forEach(entry -> column(entry.getKey(), entry.getValue()));
    }
    return columns;
  }

  private void column(String name, JsonNode node) {
    if (!node.isObject() || !node.path("type").isString()) {
      fields.fault(
          JsonPointer.of("columns", name),
          "wrong_type",
          "A column is described by an object with a 'type': %s.".formatted(types()));
      return;
    }
    String type = node.get("type").stringValue();
    boolean text = type.equals("text") && format.takesText();
    refuseOthers(name, node, text ? List.of("type", "vocabulary", "max_tokens") : List.of("type"));
    if (text) {
      columns.put(name, ColumnSpec.text(limits(name, node)));
    } else {
      plain(type, name);
    }
  }

  private void refuseOthers(String name, JsonNode node, List<String> known) {
    node.propertyNames().stream()
        .filter(field -> !known.contains(field))
        .forEach(
            field ->
                fields.fault(
                    JsonPointer.of("columns", name, field),
                    "unknown_field",
                    "There is no field '%s' here. There is: %s."
                        .formatted(CellFaults.abbreviated(field), String.join(", ", known))));
  }

  private TextLimits limits(String name, JsonNode node) {
    Integer vocabulary = integer(name, node, "vocabulary", TextLimits.MOST_VOCABULARY);
    Integer tokens = integer(name, node, "max_tokens", TextLimits.MOST_MAX_TOKENS);
    return new TextLimits(
        Objects.requireNonNullElse(vocabulary, TextLimits.DEFAULT_VOCABULARY),
        Objects.requireNonNullElse(tokens, TextLimits.DEFAULT_MAX_TOKENS));
  }

  private @Nullable Integer integer(String name, JsonNode node, String field, int most) {
    JsonNode number = node.path(field);
    return number.isMissingNode() || number.isNull()
        ? null
        : (Integer) fields.integer(number, JsonPointer.of("columns", name, field), 1, most);
  }

  private void plain(String type, String name) {
    switch (type) {
      case "numeric" -> columns.put(name, ColumnSpec.of(ColumnType.NUMERIC));
      case "categorical" -> columns.put(name, ColumnSpec.of(ColumnType.CATEGORICAL));
      case "ignore" -> columns.put(name, ColumnSpec.of(ColumnType.IGNORE));
      case "text" -> refuse(name, "A column of %s cannot be text.".formatted(format.label()));
      default -> refuse(name, "There is no type '%s'.".formatted(CellFaults.abbreviated(type)));
    }
  }

  private void refuse(String name, String what) {
    fields.fault(
        JsonPointer.of("columns", name, "type"),
        "not_allowed",
        "%s There are: %s.".formatted(what, types()));
  }

  private String types() {
    return format.takesText()
        ? "numeric, categorical, text, ignore"
        : "numeric, categorical, ignore";
  }
}
