package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.column.ColumnSet;
import dev.evenkeel.dataset.table.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows that are the same step of the same sequence, the first 20 of them. */
final class DuplicateSteps {

  private final List<Duplicate> found = new ArrayList<>();

  private record Duplicate(int sequence, long first, long second) {}

  void add(int sequence, long first, long second) {
    if (found.size() < CellFaults.MOST) {
      found.add(new Duplicate(sequence, first, second));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Refuses the file if any was found. It is read once more, for the lines. */
  void refuseIfAny(TableFile file, ColumnSet columns) throws IOException {
    if (found.isEmpty()) {
      return;
    }
    Map<Long, Long> lines = lines(file);
    for (Duplicate duplicate : found) {
      columns
          .faults()
          .duplicateStep(
              lines.get(duplicate.second()),
              lines.get(duplicate.first()),
              columns.sequenceId().id(duplicate.sequence()));
    }
    columns.faults().refuseIfAny();
  }

  private Map<Long, Long> lines(TableFile file) throws IOException {
    TreeMap<Long, Long> lines = new TreeMap<>();
    for (Duplicate duplicate : found) {
      lines.put(duplicate.first(), 0L);
      lines.put(duplicate.second(), 0L);
    }
    try (Cells cells = file.open()) {
      for (long row = 0; row <= lines.lastKey() && cells.nextRow(); row++) {
        if (lines.containsKey(row)) {
          cells.skipCell();
          lines.put(row, cells.line());
        }
      }
    }
    return lines;
  }
}
