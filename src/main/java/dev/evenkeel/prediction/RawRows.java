package dev.evenkeel.prediction;

import java.util.Arrays;

/** Raw rows as the graph takes them, [n, width] row by row, growing. */
final class RawRows {

  private final int width;
  private double[] values;
  private int count;

  RawRows(int width) {
    this.width = width;
    this.values = new double[Math.max(width, 64)];
  }

  int count() {
    return count;
  }

  int width() {
    return width;
  }

  /** Makes room for a row; its values are set next. */
  void addRow() {
    int needed = Math.multiplyExact(count + 1, width);
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, values.length + (values.length >> 1)));
    }
    count++;
  }

  /** Sets a value of the last row. */
  void set(int column, double value) {
    values[(count - 1) * width + column] = value;
  }

  void clear() {
    count = 0;
  }

  double[] values() {
    return values;
  }
}
