package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.web.body.JsonBody;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the {@code spec} of an upload and finds all of its faults at once. One use. */
final class DatasetSpecReader {

  private static final int LONGEST_NAME = 200;

  private final SpecFields fields;

  private DatasetSpecReader(SpecFields fields) {
    this.fields = fields;
  }

  static DatasetSpec read(byte[] json) {
    return new DatasetSpecReader(new SpecFields(JsonBody.readSpec(json))).spec();
  }

  private DatasetSpec spec() {
    Optional<FormatSyntax> known = knownFormat();
    Collection<String> there =
        known.<Collection<String>>map(FormatSyntax::fields).orElseGet(FormatSyntax::fieldsOfAny);
    fields.refuseOthers(there);
    String name = name();
    format(known);
    // What most specs need is asked of one whose format is unknown.
    FormatSyntax syntax = known.orElse(FormatSyntax.CSV);
    Task task = task(known);
    List<String> targets = syntax.hasTarget() ? targets(task) : List.of();
    Map<String, ColumnSpec> columns =
        syntax.hasTarget() ? new ColumnSpecReader(fields, syntax).read() : Map.of();
    FileFormat format = syntax.read(fields);
    new ColumnRoles(fields, targets, columns).check(format);
    fields.throwIfAny();
    JsonNode target = fields.node("target");
    return new DatasetSpec(
        name, task, targets, target != null && target.isArray(), columns, format);
  }

  private Optional<FormatSyntax> knownFormat() {
    JsonNode format = fields.node("format");
    return format == null || !format.isString()
        ? Optional.empty()
        : FormatSyntax.find(format.stringValue());
  }

  private String name() {
    String name = fields.text("name");
    if (name.strip().isEmpty() || name.length() > LONGEST_NAME) {
      fields.faultUnlessNoted(
          "/name", "out_of_range", "'name' must have 1 to %d characters.".formatted(LONGEST_NAME));
    } else if (name.chars().anyMatch(Character::isISOControl)) {
      fields.fault("/name", "not_allowed", "'name' must not have control characters.");
    }
    return name;
  }

  private void format(Optional<FormatSyntax> known) {
    String format = fields.text("format");
    if (known.isEmpty()) {
      fields.faultUnlessNoted(
          "/format",
          "not_allowed",
          "There is no format '%s'. There are: %s."
              .formatted(CellFaults.abbreviated(format), FormatSyntax.labels()));
    }
  }

  private Task task(Optional<FormatSyntax> known) {
    String text = fields.text("task");
    Task task = taskOf(text);
    if (task == null) {
      fields.faultUnlessNoted(
          "/task",
          "not_allowed",
          "There is no task '%s'. There are: classification, regression, forecasting."
              .formatted(CellFaults.abbreviated(text)));
      return Task.CLASSIFICATION;
    }
    if (known.isPresent() && !known.get().takes(task)) {
      fields.fault(
          "/task",
          "not_allowed",
          "The format %s does not take the task %s. It takes: %s.%s"
              .formatted(
                  known.get().label(),
                  text,
                  known.get().taskNames(),
                  task == Task.FORECASTING ? " Forecasting needs the format series_csv." : ""));
    }
    return task;
  }

  private static @Nullable Task taskOf(String text) {
    for (Task task : Task.values()) {
      if (task.name().toLowerCase(Locale.ROOT).equals(text)) {
        return task;
      }
    }
    return null;
  }

  private List<String> targets(Task task) {
    JsonNode node = fields.node("target");
    if (node == null || !node.isArray()) {
      return List.of(fields.column("target"));
    }
    if (node.isEmpty()) {
      fields.fault("/target", "out_of_range", "'target' must name at least one column.");
    } else if (task == Task.CLASSIFICATION && node.size() > 1) {
      fields.fault(
          "/target", "not_allowed", "A classification has one target; a list is for regression.");
    }
    return targetList(node);
  }

  private List<String> targetList(JsonNode node) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode item = node.get(i);
      if (!item.isString()) {
        fields.fault("/target/" + i, "wrong_type", "A target must be a column's name.");
      } else if (!names.add(item.stringValue())) {
        fields.fault(
            "/target/" + i,
            "duplicate",
            "The target '%s' is named twice."
                .formatted(CellFaults.abbreviated(item.stringValue())));
      }
    }
    return List.copyOf(names);
  }
}
