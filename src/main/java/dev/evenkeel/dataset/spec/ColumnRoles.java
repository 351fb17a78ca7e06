package dev.evenkeel.dataset.spec;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a schema can't say of a spec: that no column has two roles which exclude each other. Looks
 * at whatever has been sent, so that these faults are told with all others. One use.
 */
final class ColumnRoles {

  private final JsonNode spec;
  private final List<Fault> faults = new ArrayList<>();

  ColumnRoles(JsonNode spec) {
    this.spec = spec;
  }

  List<Fault> faults() {
    switch (spec.path("format").stringValue("")) {
      case "sequence_csv" -> {
        alone("sequence_id");
        alone("time");
        String time = named("time");
        if (!time.isEmpty() && time.equals(named("sequence_id"))) {
          conflict("/time", time, "the sequence_id");
        }
      }
      case "series_csv" -> alone("time");
      default -> {}
    }
    texts();
    return faults;
  }

  private String named(String role) {
    return spec.path(role).stringValue("");
  }

  private void alone(String role) {
    String name = named(role);
    if (!name.isEmpty() && DatasetSpecReader.targets(spec).contains(name)) {
      conflict("/" + role, name, "a target");
    }
    if (!name.isEmpty() && spec.path("columns").has(name)) {
      notAllowed(
          name,
          "'%s' is the %s: it has no type of its own."
              .formatted(CellFaults.abbreviated(name), role));
    }
  }

  private void conflict(String pointer, String name, String role) {
    faults.add(
        new Fault(
            pointer,
            "conflict",
            "'%s' is %s as well. Name another column."
                .formatted(CellFaults.abbreviated(name), role)));
  }

  private void texts() {
    List<String> texts =
        spec.path("columns").propertyNames().stream()
            .filter(
                name -> spec.path("columns").path(name).path("type").stringValue("").equals("text"))
            .toList();
    texts.stream()
        .skip(1)
        .forEach(
            another ->
                notAllowed(
                    another,
                    "A dataset has one text column, and '%s' is it. Give this one the type ignore."
                        .formatted(CellFaults.abbreviated(texts.get(0)))));
  }

  private void notAllowed(String column, String message) {
    faults.add(new Fault(JsonPointer.of("columns", column), "not_allowed", message));
  }
}
