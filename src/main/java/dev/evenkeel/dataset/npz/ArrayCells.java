package dev.evenkeel.dataset.npz;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array as cells of a table, for the columns that read them. Rows are counted
 * from 0, as NumPy does. One thread.
 */
public final class ArrayCells implements Cells {

  /** What float32 can still tell apart. */
  private static final double LARGEST_EXACT = 1 << 24;

  private final NpyElements elements;
  private final NpyType type;
  private final long rows;
  private final long columns;
  private final long elementsPerCellRow;
  private ByteBuffer next = ByteBuffer.allocate(0);
  private long row = -1;
  private long column;
  private double number;
  private @Nullable String label;
  private boolean inexact;
  private @Nullable String fraction;

  /**
   * @param columns cells of a row
   */
  public ArrayCells(NpyElements elements, NpzArray array, long columns) {
    this.elements = elements;
    this.type = array.type();
    this.columns = columns;
    this.rows = array.header().elements() / columns;
    this.elementsPerCellRow = Math.max(1, array.elementsPerRow() / columns);
    column = columns;
  }

  @Override
  public boolean nextRow() {
    row++;
    column = 0;
    return row < rows;
  }

  @Override
  public boolean hasCell() {
    return column < columns;
  }

  @Override
  public CellText readNumber() throws IOException {
    take();
    number = type.number(next);
    label = null;
    inexact |= type.isWhole() && Math.abs(number) > LARGEST_EXACT && (float) number != number;
    return CellText.of(number);
  }

  @Override
  public void readCell() throws IOException {
    take();
    label = type.label(next);
    if (fraction == null && type.kind() == 'f' && !isWhole(label)) {
      fraction = "%s at example %d".formatted(label, line());
    }
  }

  /** NaN is no label at all, and refused as such. */
  private static boolean isWhole(String label) {
    return label.equals("NaN") || label.chars().allMatch(c -> c == '-' || Character.isDigit(c));
  }

  /** Where a label was read that is no whole number though it is a number; null if nowhere. */
  @Nullable
  public String fractionalLabel() {
    return fraction;
  }

  private void take() throws IOException {
    column++;
    if (!next.hasRemaining()) {
      next = elements.next();
    }
  }

  @Override
  public void skipCell() throws IOException {
    readCell();
  }

  @Override
  public String text() {
    return label != null ? label : Double.toString(number);
  }

  @Override
  public double number() {
    return number;
  }

  /** The example, counted from 0. */
  @Override
  public long line() {
    return row / elementsPerCellRow;
  }

  @Override
  public long offset() {
    return row * columns * type.size();
  }

  /** Whether a whole number was read that float32 does not hold exactly. */
  public boolean lostDigits() {
    return inexact;
  }

  @Override
  public void close() throws IOException {
    elements.close();
  }
}
