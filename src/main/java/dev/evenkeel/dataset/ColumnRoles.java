package dev.evenkeel.dataset;

import dev.evenkeel.error.JsonPointer;
import java.util.List;
import java.util.Map;

/** Checks that no column of a spec has two roles that exclude each other. */
record ColumnRoles(SpecFields fields, List<String> targets, Map<String, ColumnSpec> columns) {

  void check(FileFormat format) {
    if (format instanceof FileFormat.SequenceCsv sequences) {
      alone("sequence_id", sequences.sequenceId());
      alone("time", sequences.time());
      if (!sequences.time().isEmpty() && sequences.time().equals(sequences.sequenceId())) {
        conflict("/time", sequences.time(), "the sequence_id");
      }
    } else if (format instanceof FileFormat.SeriesCsv series) {
      alone("time", series.time());
    }
    texts();
  }

  private void alone(String role, String name) {
    if (targets.contains(name) && !name.isEmpty()) {
      conflict("/" + role, name, "a target");
    }
    if (columns.containsKey(name)) {
      fields.fault(
          JsonPointer.of("columns", name),
          "not_allowed",
          "'%s' is the %s: it has no type of its own."
              .formatted(CellFaults.abbreviated(name), role));
    }
  }

  private void conflict(String pointer, String name, String role) {
    fields.fault(
        pointer,
        "conflict",
        "'%s' is %s as well. Name another column.".formatted(CellFaults.abbreviated(name), role));
  }

  private void texts() {
    List<String> texts =
        columns.keySet().stream()
            .filter(name -> columns.get(name).type() == ColumnType.TEXT)
            .toList();
    for (String another : texts.subList(Math.min(1, texts.size()), texts.size())) {
      fields.fault(
          JsonPointer.of("columns", another),
          "not_allowed",
          "A dataset has one text column, and '%s' is it. Give this one the type ignore."
              .formatted(CellFaults.abbreviated(texts.get(0))));
    }
  }
}
