package dev.evenkeel.prediction;

import dev.evenkeel.model.OnnxBatch;
import java.util.Arrays;

/**
 * Raw examples as the graph takes them, growing: the positions of each one after the other, the
 * columns of a position side by side. A row of a table is an example of one position.
 */
public final class RawExamples {

  private final int columns;
  private double[] values;
  private int[] starts = new int[16];
  private int[] positions = new int[16];
  private int used;
  private int count;

  public RawExamples(int columns) {
    this(columns, new double[Math.max(columns, 64)]);
  }

  private RawExamples(int columns, double[] values) {
    this.columns = columns;
    this.values = values;
  }

  /**
   * Examples that lie in an array already.
   *
   * @param width numbers from the beginning of one example to the next
   * @param positions how many positions of each count
   */
  public static RawExamples of(int columns, double[] values, int width, int[] positions) {
    RawExamples examples = new RawExamples(columns, values);
    examples.count = positions.length;
    examples.positions = positions;
    examples.starts = new int[positions.length];
    Arrays.setAll(examples.starts, i -> i * width);
    examples.used = values.length;
    return examples;
  }

  public int count() {
    return count;
  }

  public int columns() {
    return columns;
  }

  /** How many positions an example has. */
  int positions(int example) {
    return positions[example];
  }

  /** Begins an example; its positions are added next. */
  public void addExample() {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      positions = Arrays.copyOf(positions, count * 2);
    }
    starts[count] = used;
    positions[count] = 0;
    count++;
  }

  /** Makes room for a position of the last example; its values are set next. */
  public void addPosition() {
    int needed = Math.addExact(used, columns);
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, values.length + (values.length >> 1)));
    }
    Arrays.fill(values, used, needed, 0);
    used = needed;
    positions[count - 1]++;
  }

  /** An example of one position. */
  void addRow() {
    addExample();
    addPosition();
  }

  /** Sets a value of the last position. */
  public void set(int column, double value) {
    values[used - columns + column] = value;
  }

  /** A value of an example's first position. */
  public double value(int example, int column) {
    return values[starts[example] + column];
  }

  /** Copies the last position. */
  public void copyTo(double[] into, int at) {
    System.arraycopy(values, used - columns, into, at, columns);
  }

  public void clear() {
    used = 0;
    count = 0;
  }

  OnnxBatch batch(int from, int to) {
    return new OnnxBatch(
        values, Arrays.copyOfRange(starts, from, to), Arrays.copyOfRange(positions, from, to));
  }
}
