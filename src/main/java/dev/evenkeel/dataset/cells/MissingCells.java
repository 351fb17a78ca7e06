package dev.evenkeel.dataset.cells;

import java.util.List;

/**
 * Cells of a dataset that hold no finite number or category.
 *
 * @param count all of them
 * @param first where the first 20 are
 */
public record MissingCells(long count, List<Place> first) {

  /**
   * A cell of the original file.
   *
   * @param line file line; the header is on line 1
   * @param value the cell's text, empty for an empty cell
   */
  public record Place(long line, String column, String value) {}

  public boolean none() {
    return count == 0;
  }
}
