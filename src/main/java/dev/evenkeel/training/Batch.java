package dev.evenkeel.training;

/**
 * The examples of one step, after preprocessing. Arrays may be longer than needed and are reused:
 * copy what you keep.
 *
 * @param size number of examples n
 * @param positions steps or pixels of each example; 1 for a table
 * @param features [n, positions, featureWidth], example by example; zeros behind the end of a
 *     shorter sequence
 * @param featureWidth numbers at one position
 * @param lengths how many positions of each example count, [n]; empty where all do
 * @param labels [n, labelWidth], row by row: one-hot classes, or targets
 * @param weights a weight for each example, or an empty array where all count the same
 * @param rows row numbers in the dataset, from 0
 */
public record Batch(
    int size,
    int positions,
    float[] features,
    int featureWidth,
    int[] lengths,
    float[] labels,
    int labelWidth,
    float[] weights,
    int[] rows) {

  private static final int[] ALL = {};

  /** Examples of one position each: rows of a table. */
  public Batch(
      int size,
      float[] features,
      int featureWidth,
      float[] labels,
      int labelWidth,
      float[] weights,
      int[] rows) {
    this(size, 1, features, featureWidth, ALL, labels, labelWidth, weights, rows);
  }

  /** Numbers of one example, padding included. */
  public int exampleWidth() {
    return positions * featureWidth;
  }

  /** Whether some example is shorter than the batch, so that its end must be masked. */
  public boolean isPadded() {
    for (int i = 0; i < Math.min(size, lengths.length); i++) {
      if (lengths[i] < positions) {
        return true;
      }
    }
    return false;
  }
}
