package dev.evenkeel.training.network;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /** One example as a batch in arrays of its own. */
  public Batch only(int example) {
    return of(new int[] {example});
  }

  /** The other examples as a batch in arrays of its own; at least one must be left. */
  public Batch without(int... examples) {
    Set<Integer> left = Arrays.stream(examples).boxed().collect(Collectors.toSet());
    return of(IntStream.range(0, size).filter(i -> !left.contains(i)).toArray());
  }

  private Batch of(int[] examples) {
    return new Batch(
        examples.length,
        positions,
        pick(features, exampleWidth(), examples),
        featureWidth,
        lengths.length == 0 ? ALL : Arrays.stream(examples).map(i -> lengths[i]).toArray(),
        pick(labels, labelWidth, examples),
        labelWidth,
        weights.length == 0 ? weights : pick(weights, 1, examples),
        Arrays.stream(examples).map(i -> rows[i]).toArray());
  }

  private static float[] pick(float[] from, int width, int[] examples) {
    float[] picked = new float[examples.length * width];
    for (int i = 0; i < examples.length; i++) {
      System.arraycopy(from, examples[i] * width, picked, i * width, width);
    }
    return picked;
  }
}
