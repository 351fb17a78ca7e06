package dev.evenkeel.dataset;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the {@code spec} of an upload and finds all of its faults at once. One use. */
final class DatasetSpecReader {

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final Set<String> FIELDS = Set.of("name", "format", "task", "target", "columns");
  private static final Set<String> COMING_FORMATS =
      Set.of("sequence_csv", "series_csv", "images", "npz", "parquet");
  private static final int LONGEST_NAME = 200;
  private static final int MOST_FAULTS = 100;

  private final List<Fault> faults = new ArrayList<>();

  static DatasetSpec read(byte[] json) {
    return new DatasetSpecReader().spec(tree(json));
  }

  private static JsonNode tree(byte[] json) {
    try {
      JsonNode tree = STRICT.readTree(json);
      if (tree.isMissingNode()) {
        throw malformed("The part 'spec' is empty. It must be a JSON object.");
      }
      requireWholeCharacters(tree);
      return tree;
    } catch (JacksonException e) {
      throw malformed("The part 'spec' is not JSON%s: %s".formatted(place(e), problem(e)));
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String problem(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? "it cannot be read." : CellFaults.abbreviated(message);
  }

  /** Half a surrogate pair can be written in JSON but neither stored nor answered. */
  private static void requireWholeCharacters(JsonNode node) {
    boolean broken =
        node.isString() && isBroken(node.stringValue())
            || node.isObject()
                && node.propertyNames().stream().anyMatch(DatasetSpecReader::isBroken);
    if (broken) {
      throw malformed("The part 'spec' holds half a surrogate pair, which is no character.");
    }
    node.values().forEach(DatasetSpecReader::requireWholeCharacters);
  }

  private static boolean isBroken(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static ServiceException malformed(String message) {
    return new ServiceException(ErrorCode.MALFORMED_REQUEST, message);
  }

  private DatasetSpec spec(JsonNode tree) {
    if (!tree.isObject()) {
      fault("", "wrong_type", "The spec must be an object.");
      throw ServiceException.invalid(faults);
    }
    tree.propertyNames().stream().filter(field -> !FIELDS.contains(field)).forEach(this::unknown);
    String name = name(tree.get("name"));
    format(tree.get("format"));
    Task task = task(tree.get("task"));
    List<String> targets = targets(tree.get("target"), task);
    Map<String, ColumnType> columns = columns(tree.get("columns"));
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
    }
    return new DatasetSpec(name, task, targets, tree.get("target").isArray(), columns);
  }

  private void unknown(String field) {
    fault(
        JsonPointer.of(field),
        "unknown_field",
        "There is no field '%s'. There are: name, format, task, target, columns."
            .formatted(CellFaults.abbreviated(field)));
  }

  private String name(JsonNode node) {
    String name = text(node, "name");
    if (name.strip().isEmpty() || name.length() > LONGEST_NAME) {
      faultUnlessNoted(
          "/name", "out_of_range", "'name' must have 1 to %d characters.".formatted(LONGEST_NAME));
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      fault("/name", "not_allowed", "'name' must not have control characters.");
    }
    return name;
  }

  private void format(JsonNode node) {
    String format = text(node, "format");
    if (COMING_FORMATS.contains(format)) {
      fault(
          "/format",
          "not_available",
          "The format '%s' is not available yet. There is: csv.".formatted(format));
    } else if (!format.equals(DatasetSpec.FORMAT)) {
      faultUnlessNoted(
          "/format",
          "not_allowed",
          "There is no format '%s'. There is: csv.".formatted(CellFaults.abbreviated(format)));
    }
  }

  private Task task(JsonNode node) {
    String task = text(node, "task");
    switch (task) {
      case "classification":
        return Task.CLASSIFICATION;
      case "regression":
        return Task.REGRESSION;
      case "forecasting":
        fault(
            "/task",
            "not_available",
            "Forecasting needs the format series_csv, which is not available yet. csv takes:"
                + " classification, regression.");
        return Task.FORECASTING;
      default:
        faultUnlessNoted(
            "/task",
            "not_allowed",
            "There is no task '%s'. There are: classification, regression."
                .formatted(CellFaults.abbreviated(task)));
        return Task.CLASSIFICATION;
    }
  }

  private List<String> targets(JsonNode node, Task task) {
    if (node == null || !node.isArray()) {
      String target = text(node, "target");
      if (target.isEmpty()) {
        faultUnlessNoted("/target", "out_of_range", "'target' must name a column.");
      }
      return List.of(target);
    }
    if (node.isEmpty()) {
      fault("/target", "out_of_range", "'target' must name at least one column.");
    } else if (task == Task.CLASSIFICATION && node.size() > 1) {
      fault("/target", "not_allowed", "A classification has one target; a list is for regression.");
    }
    return targetList(node);
  }

  private List<String> targetList(JsonNode node) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode item = node.get(i);
      if (!item.isString()) {
        fault("/target/" + i, "wrong_type", "A target must be a column's name.");
      } else if (!names.add(item.stringValue())) {
        fault(
            "/target/" + i,
            "duplicate",
            "The target '%s' is named twice."
                .formatted(CellFaults.abbreviated(item.stringValue())));
      }
    }
    return List.copyOf(names);
  }

  private Map<String, ColumnType> columns(JsonNode node) {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    if (node == null || node.isNull()) {
      return types;
    }
    if (!node.isObject()) {
      fault("/columns", "wrong_type", "'columns' must be an object: {name: {\"type\": …}}.");
      return types;
    }
    node.properties().forEach(entry -> column(entry.getKey(), entry.getValue(), types));
    return types;
  }

  private void column(String name, JsonNode node, Map<String, ColumnType> types) {
    if (!node.isObject() || !node.path("type").isString()) {
      fault(
          JsonPointer.of("columns", name),
          "wrong_type",
          "A column is described by an object with a 'type': numeric, categorical or ignore.");
      return;
    }
    node.propertyNames().stream()
        .filter(field -> !field.equals("type"))
        .forEach(
            field ->
                fault(
                    JsonPointer.of("columns", name, field),
                    "unknown_field",
                    "There is no field '%s' here. There is: type."
                        .formatted(CellFaults.abbreviated(field))));
    type(node.get("type").stringValue(), name, types);
  }

  private void type(String type, String name, Map<String, ColumnType> types) {
    String pointer = JsonPointer.of("columns", name, "type");
    switch (type) {
      case "numeric" -> types.put(name, ColumnType.NUMERIC);
      case "categorical" -> types.put(name, ColumnType.CATEGORICAL);
      case "ignore" -> types.put(name, ColumnType.IGNORE);
      case "text" ->
          fault(
              pointer,
              "not_available",
              "The type text is not available yet. There are: numeric, categorical, ignore.");
      default ->
          fault(
              pointer,
              "not_allowed",
              "There is no type '%s'. There are: numeric, categorical, ignore."
                  .formatted(CellFaults.abbreviated(type)));
    }
  }

  /** The text of a required field; empty, with a fault noted, where there is none. */
  private String text(JsonNode node, String field) {
    if (node == null || node.isNull()) {
      fault("/" + field, "required", "'%s' is required.".formatted(field));
    } else if (!node.isString()) {
      fault("/" + field, "wrong_type", "'%s' must be a string.".formatted(field));
    } else {
      return node.stringValue();
    }
    return "";
  }

  private void faultUnlessNoted(String pointer, String code, String message) {
    if (faults.stream().noneMatch(fault -> fault.pointer().equals(pointer))) {
      fault(pointer, code, message);
    }
  }

  private void fault(String pointer, String code, String message) {
    faults.add(new Fault(pointer, code, message));
  }
}
