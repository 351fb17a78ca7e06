package dev.evenkeel.training.evaluation;

/**
 * Remembers the score of each class for each example, to tell how well it separates the class from
 * the rest: all of them up to a million numbers, in bins beyond.
 */
public final class ClassScores {

  private static final int MOST_EXACT = 1_000_000;
  private static final int MOST_BINS = 1 << 22;
  private static final int FINEST_BITS = 18;

  private final int scores;
  private final int positiveOfSingle;
  private final int bits;
  private final float[] values;
  private final int[] truths;
  private final int[][] positives;
  private final int[][] negatives;
  private int count;

  /**
   * @param scores numbers an example has: one a class, or a single one for the second of two
   * @param examples how many will be added
   */
  public ClassScores(int scores, int examples) {
    this.scores = scores;
    positiveOfSingle = scores == 1 ? 1 : 0;
    boolean exact = (long) scores * examples <= MOST_EXACT;
    values = new float[exact ? scores * examples : 0];
    truths = new int[exact ? examples : 0];
    bits = Math.min(FINEST_BITS, 31 - Integer.numberOfLeadingZeros(MOST_BINS / scores));
    positives = exact ? new int[0][] : new int[scores][1 << bits];
    negatives = exact ? new int[0][] : new int[scores][1 << bits];
  }

  void add(int truth, float[] outputs, int at) {
    if (positives.length == 0) {
      System.arraycopy(outputs, at, values, count * scores, scores);
      truths[count++] = truth;
      return;
    }
    for (int k = 0; k < scores; k++) {
      int[][] counts = truth == k + positiveOfSingle ? positives : negatives;
      counts[k][RocArea.bin(outputs[at + k], bits)]++;
    }
  }

  /** One class against the rest, averaged over the classes that can be told apart at all. */
  double macroArea() {
    double sum = 0;
    int meaningful = 0;
    for (int k = 0; k < scores; k++) {
      double area = area(k);
      if (!Double.isNaN(area)) {
        sum += area;
        meaningful++;
      }
    }
    return meaningful == 0 ? Double.NaN : sum / meaningful;
  }

  private double area(int k) {
    if (positives.length > 0) {
      return RocArea.binned(positives[k], negatives[k]);
    }
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = RocArea.key(values[i * scores + k], truths[i] == k + positiveOfSingle);
    }
    return RocArea.exact(keys);
  }
}
