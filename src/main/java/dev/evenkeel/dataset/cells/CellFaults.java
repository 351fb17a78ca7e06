package dev.evenkeel.dataset.cells;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong in single cells and rows of an upload, the first 20 of them. */
public final class CellFaults {

  public static final int MOST = 20;
  private static final int LONGEST_SHOWN = 60;
  private static final int LONGEST_PATH_SHOWN = 150;

  private final List<Fault> faults = new ArrayList<>();
  private final String place;

  /**
   * @param place what a file is counted in: {@code Line}
   */
  public CellFaults(String place) {
    this.place = place;
  }

  public void badCell(long line, String column, String cell, String problem) {
    add(
        "bad_cell",
        "%s %d, column '%s': '%s' %s.".formatted(place, line, column, abbreviated(cell), problem));
  }

  public void raggedRow(long line, long cells, int expected) {
    add(
        "ragged_row",
        "Line %d has %d cells where the header has %d.".formatted(line, cells, expected));
  }

  public void duplicateStep(long line, long firstLine, String sequence) {
    add(
        "duplicate_step",
        "Line %d: the sequence '%s' has a row with the same time already, in line %d."
            .formatted(line, abbreviated(sequence), firstLine));
  }

  /** A file of an archive that cannot be used. */
  public void badEntry(String code, String entry, String problem) {
    add(code, "'%s' %s.".formatted(tail(entry), problem));
  }

  private void add(String code, String message) {
    faults.add(new Fault(UnreadableFile.POINTER, code, message));
    if (faults.size() == MOST) {
      refuse();
    }
  }

  /** Throws if anything was collected. */
  public void refuseIfAny() {
    if (!faults.isEmpty()) {
      refuse();
    }
  }

  private void refuse() {
    String first = faults.get(0).message();
    String message =
        faults.size() == 1
            ? first
            : "%s%d places in the file cannot be used; the first: %s"
                .formatted(faults.size() == MOST ? "At least " : "", faults.size(), first);
    throw new ServiceException(ErrorCode.INVALID_DATA, message, faults);
  }

  /** Of a path the end tells more than the beginning. */
  public static String tail(String path) {
    if (path.length() <= LONGEST_PATH_SHOWN) {
      return path;
    }
    int from = path.length() - LONGEST_PATH_SHOWN;
    return "…" + path.substring(Character.isLowSurrogate(path.charAt(from)) ? from + 1 : from);
  }

  public static String abbreviated(String text) {
    return Excerpt.of(text, LONGEST_SHOWN);
  }
}
