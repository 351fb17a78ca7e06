package dev.evenkeel.dataset;

import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of a file's columns, each there once. */
record CsvHeader(List<String> names) {

  private static final int LONGEST_NAME = 500;
  private static final int MOST_SHOWN = 20;

  static CsvHeader read(CsvReader csv, DatasetSettings limits) throws IOException {
    if (!csv.nextRow()) {
      throw BadFile.because(
          "empty_file", "The file is empty. It needs a header row and one example a row.");
    }
    Set<String> names = new LinkedHashSet<>();
    while (csv.hasCell()) {
      if (names.size() == limits.maxColumns()) {
        throw BadFile.because(
            "too_many_columns",
            "The header has more than %d columns, the most that is taken."
                .formatted(limits.maxColumns()));
      }
      csv.readCell();
      requireName(csv.text(), names);
    }
    return new CsvHeader(List.copyOf(names));
  }

  private static void requireName(String name, Set<String> names) {
    int column = names.size() + 1;
    if (name.isBlank()) {
      throw BadFile.because(
          "empty_header",
          "Column %d of the header has no name. Name every column.".formatted(column));
    }
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw BadFile.because(
          "bad_header",
          "Column %d of the header must have at most %d characters and no line ends in its name."
              .formatted(column, LONGEST_NAME));
    }
    if (!names.add(name)) {
      throw BadFile.because(
          "duplicate_header",
          "Column %d of the header is the second that is called '%s'. Names must differ."
              .formatted(column, CellFaults.abbreviated(name)));
    }
  }

  /** Throws unless everything the spec names is a column, and one is left to learn from. */
  void require(DatasetSpec spec) {
    List<Fault> faults = new ArrayList<>();
    Set<String> known = Set.copyOf(names);
    for (int i = 0; i < spec.targets().size(); i++) {
      String target = spec.targets().get(i);
      String pointer = spec.targetIsList() ? "/target/" + i : "/target";
      if (!known.contains(target)) {
        faults.add(unknown(pointer, target));
      }
      addTypeFault(spec, target, faults);
    }
    spec.columns().keySet().stream()
        .filter(column -> !known.contains(column))
        .limit(MOST_SHOWN)
        .forEach(column -> faults.add(unknown(JsonPointer.of("columns", column), column)));
    if (faults.isEmpty() && names.stream().noneMatch(name -> isFeature(spec, name))) {
      faults.add(
          new Fault("/columns", "no_features", "No column is left to learn from but the target."));
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }

  private static boolean isFeature(DatasetSpec spec, String name) {
    return spec.columns().get(name) != ColumnType.IGNORE && !spec.targets().contains(name);
  }

  private static void addTypeFault(DatasetSpec spec, String target, List<Fault> faults) {
    ColumnType needed = spec.targetType();
    ColumnType given = spec.columns().getOrDefault(target, needed);
    if (given != needed) {
      faults.add(
          new Fault(
              JsonPointer.of("columns", target, "type"),
              "not_allowed",
              "The target of a %s must be %s."
                  .formatted(
                      spec.taskName(), needed == ColumnType.NUMERIC ? "numeric" : "categorical")));
    }
  }

  private Fault unknown(String pointer, String name) {
    String shown =
        names.stream()
            .limit(MOST_SHOWN)
            .map(CellFaults::abbreviated)
            .collect(Collectors.joining(", "));
    int more = names.size() - MOST_SHOWN;
    return new Fault(
        pointer,
        "unknown_column",
        "The file has no column '%s'. It has: %s%s."
            .formatted(
                CellFaults.abbreviated(name),
                shown,
                more > 0 ? " and %d more".formatted(more) : ""));
  }
}
