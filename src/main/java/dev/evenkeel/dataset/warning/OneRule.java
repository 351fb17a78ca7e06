package dev.evenkeel.dataset.warning;

import java.util.Arrays;

/**
 * How well one column alone tells the class: by each of its values where they are few, else by a
 * few ranges of them (1R: Holte, 1993). A missing cell is a value of its own. One use.
 */
final class OneRule {

  /** Holte's least number of rows that a range needs of its class. */
  private static final int LEAST_OF_A_RANGE = 6;

  private final long[] sorted;
  private final int rowsPerValue;
  private final int[] ofValue;
  private final int[] ofRange;
  private int values;
  private int valueErrors;
  private int ranges;
  private int rangeErrors;
  private int rangeRows;
  private int rangeClass = -1;
  private int lastRangeClass = -1;

  /**
   * @param labels codes of classes from 0
   * @param rowsPerValue how many rows a value must have on average, or it is an id
   */
  OneRule(float[] column, float[] labels, int classes, int rowsPerValue) {
    this.rowsPerValue = rowsPerValue;
    sorted = new long[column.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (long) ascending(column[i]) << Integer.SIZE | (int) labels[i];
    }
    Arrays.sort(sorted);
    ofValue = new int[classes];
    ofRange = new int[classes];
  }

  /** An integer in the order of floats; NaN is the last. */
  private static int ascending(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  /**
   * Rows that the rule gets wrong; all of them where there is no such rule.
   *
   * @param ordered whether values have an order, and so ranges
   */
  int errors(boolean ordered) {
    for (int from = 0, to; from < sorted.length; from = to) {
      to = from;
      while (to < sorted.length && value(to) == value(from)) {
        to++;
      }
      addValue(from, to);
    }
    endRange();
    if ((long) values * rowsPerValue <= sorted.length) {
      return valueErrors;
    }
    return ordered && ranges <= 2 * ofRange.length ? rangeErrors : sorted.length;
  }

  private int value(int row) {
    return (int) (sorted[row] >> Integer.SIZE);
  }

  private void addValue(int from, int to) {
    int majority = (int) sorted[from];
    for (int i = from; i < to; i++) {
      int label = (int) sorted[i];
      majority = ++ofValue[label] > ofValue[majority] ? label : majority;
    }
    values++;
    valueErrors += to - from - ofValue[majority];
    if (rangeClass >= 0 && majority != rangeClass && ofRange[rangeClass] >= LEAST_OF_A_RANGE) {
      endRange();
    }
    for (int i = from; i < to; i++) {
      int label = (int) sorted[i];
      ofValue[label] = 0;
      ofRange[label]++;
      rangeClass = rangeClass < 0 || ofRange[label] > ofRange[rangeClass] ? label : rangeClass;
    }
    rangeRows += to - from;
  }

  private void endRange() {
    rangeErrors += rangeRows - ofRange[rangeClass];
    // Neighbours of one class are one range that a stray row had cut.
    ranges += rangeClass == lastRangeClass ? 0 : 1;
    lastRangeClass = rangeClass;
    Arrays.fill(ofRange, 0);
    rangeRows = 0;
    rangeClass = -1;
  }
}
