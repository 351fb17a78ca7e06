package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.spec.ColumnSpec;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of a file's columns, each there once. */
record TableHeader(List<String> names) {

  private static final int LONGEST_NAME = 500;
  private static final int MOST_SHOWN = 20;

  /** Takes the names in, in the order of the columns. */
  static final class Names {

    private final Set<String> names = new LinkedHashSet<>();
    private final int most;

    Names(DatasetSettings limits) {
      most = limits.maxColumns();
    }

    void add(String name) {
      if (names.size() == most) {
        throw UnreadableFile.because(
            "too_many_columns",
            "The header has more than %d columns, the most that is taken.".formatted(most));
      }
      requireName(name, names);
    }

    TableHeader header() {
      return new TableHeader(List.copyOf(names));
    }
  }

  private static void requireName(String name, Set<String> names) {
    int column = names.size() + 1;
    if (name.isBlank()) {
      throw UnreadableFile.because(
          "empty_header",
          "Column %d of the header has no name. Name every column.".formatted(column));
    }
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw UnreadableFile.because(
          "bad_header",
          "Column %d of the header must have at most %d characters and no line ends in its name."
              .formatted(column, LONGEST_NAME));
    }
    if (!names.add(name)) {
      throw UnreadableFile.because(
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
    spec.format()
        .namedColumns()
        .forEach(
            (field, name) -> {
              if (!known.contains(name)) {
                faults.add(unknown("/" + field, name));
              }
            });
    spec.columns().keySet().stream()
        .filter(column -> !known.contains(column))
        .limit(MOST_SHOWN)
        .forEach(column -> faults.add(unknown(JsonPointer.of("columns", column), column)));
    if (faults.isEmpty()) {
      addFeatureFault(spec, faults);
      spec.textColumn().ifPresent(text -> addTextFault(spec, text, faults));
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }

  private void addFeatureFault(DatasetSpec spec, List<Fault> faults) {
    if (names.stream().noneMatch(name -> isFeature(spec, name))) {
      faults.add(
          new Fault("/columns", "no_features", "No column is left to learn from but the target."));
    }
  }

  private void addTextFault(DatasetSpec spec, String text, List<Fault> faults) {
    List<String> others =
        names.stream().filter(name -> isFeature(spec, name) && !name.equals(text)).toList();
    if (!others.isEmpty()) {
      faults.add(
          new Fault(
              JsonPointer.of("columns", text),
              "not_allowed",
              "A text must be the only input, and the file has others: %s. Give them the type ignore, or this column."
                  .formatted(shown(others))));
    }
  }

  private static boolean isFeature(DatasetSpec spec, String name) {
    ColumnSpec column = spec.columns().get(name);
    return (column == null || column.type() != ColumnType.IGNORE)
        && (spec.format().learnsFromTargets() || !spec.targets().contains(name))
        && !spec.format().namedColumns().containsValue(name);
  }

  private static void addTypeFault(DatasetSpec spec, String target, List<Fault> faults) {
    ColumnType needed = spec.targetType();
    ColumnType given = spec.columns().getOrDefault(target, ColumnSpec.of(needed)).type();
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
    return new Fault(
        pointer,
        "unknown_column",
        "The file has no column '%s'. It has: %s."
            .formatted(CellFaults.abbreviated(name), shown(names)));
  }

  private static String shown(List<String> names) {
    String first =
        names.stream()
            .limit(MOST_SHOWN)
            .map(CellFaults::abbreviated)
            .collect(Collectors.joining(", "));
    int more = names.size() - MOST_SHOWN;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }
}
