package dev.evenkeel.model;

/**
 * Raw examples for one run of a graph, each a stretch of the same array, positions one after the
 * other and the columns of a position side by side.
 *
 * @param starts where each example begins
 * @param positions how many positions each has: 1 in a table, steps of a sequence, pixels of an
 *     image
 */
public record OnnxBatch(double[] values, int[] starts, int[] positions) {

  /** An example that is an array of its own. */
  public static OnnxBatch single(double[] values, int positions) {
    return new OnnxBatch(values, new int[] {0}, new int[] {positions});
  }

  int size() {
    return starts.length;
  }

  int longest() {
    int longest = 0;
    for (int count : positions) {
      longest = Math.max(longest, count);
    }
    return longest;
  }

  /** Whether the examples follow each other without a gap, all as long as the longest. */
  boolean isDense(int columns) {
    int length = longest() * columns;
    for (int i = 0; i < starts.length; i++) {
      if (starts[i] - starts[0] != (long) i * length || positions[i] * columns != length) {
        return false;
      }
    }
    return true;
  }
}
