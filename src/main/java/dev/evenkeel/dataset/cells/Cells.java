package dev.evenkeel.dataset.cells;

import dev.evenkeel.training.data.CellText;
import java.io.Closeable;
import java.io.IOException;

/**
 * The rows of a table below its header, read cell by cell: {@code while (nextRow()) while
 * (hasCell()) readCell()}. One thread.
 */
public interface Cells extends Closeable {

  /** Moves to the next row; false at the end of the file. */
  boolean nextRow() throws IOException;

  /** Whether the current row has a cell that has not been read. */
  boolean hasCell();

  /** Reads the next cell, whatever it is. */
  void readCell() throws IOException;

  /** Text of the cell read last by {@link #readCell}, or by {@link #readNumber} as no number. */
  String text();

  /** Reads the next cell as a number; {@link #number} holds it unless it is text. */
  CellText readNumber() throws IOException;

  /** The number read last. */
  double number();

  /** Reads over the next cell, which must be readable all the same. */
  void skipCell() throws IOException;

  /** The file line, or whatever tells a user where the cell read last is. */
  long line();

  /** How many bytes have been read, about. */
  long offset();
}
