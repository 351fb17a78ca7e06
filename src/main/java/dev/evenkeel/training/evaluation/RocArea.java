package dev.evenkeel.training.evaluation;

import java.util.Arrays;

/**
 * The area under the ROC curve of one score, as the probability that a positive example scores
 * higher than a negative one, ties counting half (Hanley and McNeil, 1982).
 *
 * <p>Scores become integers of the same order: exact with 32 bits, binned with fewer.
 */
final class RocArea {

  private RocArea() {}

  /** Integers in the order of the floats they stand for. */
  static int ordered(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /**
   * Of scores that are all there.
   *
   * @param keys {@link #key} of each example; sorted in place
   * @return NaN where one of the two kinds is missing
   */
  static double exact(long[] keys) {
    Arrays.sort(keys);
    Accumulator area = new Accumulator();
    for (int from = 0, to; from < keys.length; from = to) {
      long positives = 0;
      for (to = from; to < keys.length && keys[to] >> 1 == keys[from] >> 1; to++) {
        positives += keys[to] & 1;
      }
      area.add(positives, to - from - positives);
    }
    return area.value();
  }

  static long key(float score, boolean positive) {
    return ((long) ordered(score) << 1) | (positive ? 1 : 0);
  }

  /**
   * Of scores counted in bins of ascending score.
   *
   * @return NaN where one of the two kinds is missing
   */
  static double binned(int[] positives, int[] negatives) {
    Accumulator area = new Accumulator();
    for (int bin = 0; bin < positives.length; bin++) {
      area.add(positives[bin], negatives[bin]);
    }
    return area.value();
  }

  /** The bin of a score among 2^bits. */
  static int bin(float score, int bits) {
    return (ordered(score) ^ Integer.MIN_VALUE) >>> (32 - bits);
  }

  /** Takes groups of equal score in ascending order. */
  private static final class Accumulator {

    private double pairsWon;
    private long positives;
    private long negatives;

    void add(long positivesOfScore, long negativesOfScore) {
      pairsWon += positivesOfScore * (negatives + 0.5 * negativesOfScore);
      positives += positivesOfScore;
      negatives += negativesOfScore;
    }

    double value() {
      return positives == 0 || negatives == 0
          ? Double.NaN
          : pairsWon / ((double) positives * negatives);
    }
  }
}
