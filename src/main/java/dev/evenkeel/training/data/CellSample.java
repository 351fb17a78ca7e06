package dev.evenkeel.training.data;

import java.util.Arrays;

/**
 * Some of a column's cells, and what they let one expect of the others. A few odd cells among them
 * change little.
 */
final class CellSample {

  /** Fewer cells beside the median say nothing of how far cells may lie. */
  private static final int FEW = 20;

  /** Beyond that many times the spread nothing of a light tail lies. */
  private static final double FAR = 30;

  /** The same where a column has no spread of its own and is measured by other columns. */
  private static final double FAR_FROM_OTHERS = 300;

  /** Standard normal quantiles of 80 % and 95 %. */
  private static final double Z80 = 0.8416;

  private static final double Z95 = 1.6449;

  private static final int QUANTILES = 201;

  private float[] numbers = new float[64];
  private float[] distances = new float[0];
  private int count;
  private int same;
  private double median;

  void add(float number) {
    if (!Float.isFinite(number)) {
      return;
    }
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = number;
  }

  /** Ends the adding. */
  CellSample sorted() {
    Arrays.sort(numbers, 0, count);
    median = count == 0 ? 0 : numbers[count / 2];
    distances = new float[count];
    for (int i = 0; i < count; i++) {
      distances[i] = (float) Math.abs(numbers[i] - median);
    }
    Arrays.sort(distances);
    while (same < count && distances[same] == 0) {
      same++;
    }
    return this;
  }

  double median() {
    return median;
  }

  /** Of the cells that are not the median; 0 where these are few. */
  double spread() {
    return varied() < FEW ? 0 : varied(0.95);
  }

  private int varied() {
    return count - same;
  }

  private double varied(double quantile) {
    return distances[same + (int) (quantile * (varied() - 1))];
  }

  /**
   * How far from the median a cell may lie. A heavy tail is taken for lognormal, with the shape
   * that its 80 % and 95 % quantiles give it, up to where one cell in a hundred samples would lie.
   *
   * @param usual spread of a column of this dataset
   */
  double limit(double usual) {
    double spread = spread();
    if (spread == 0) {
      return usual == 0 ? Double.POSITIVE_INFINITY : FAR_FROM_OTHERS * usual;
    }
    double shape = Math.log(spread / varied(0.8)) / (Z95 - Z80);
    double rarest = Math.sqrt(2 * Math.log(100.0 * varied()));
    double own = Math.max(FAR * spread, spread * Math.exp(shape * Math.max(0, rarest - Z95)));
    // A pixel at the border is hardly ever anything but black, and then as bright as any other.
    boolean seldom = varied() < count / 2;
    return seldom ? Math.max(own, FAR * usual) : own;
  }

  DataFacts.Column column(String name) {
    return column(name, new float[0]);
  }

  /** The same with its quantiles. */
  DataFacts.Column wholeColumn(String name) {
    float[] quantiles = new float[count == 0 ? 0 : QUANTILES];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = numbers[(int) ((long) i * (count - 1) / (QUANTILES - 1))];
    }
    return column(name, quantiles);
  }

  private DataFacts.Column column(String name, float[] quantiles) {
    if (count == 0) {
      return new DataFacts.Column(name, 0, 0, 0, 0, 0, quantiles);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += numbers[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (numbers[i] - mean) * (numbers[i] - mean);
    }
    double large = Math.abs(median) + distances[(int) (0.999 * (count - 1))];
    double std = Math.sqrt(squares / count);
    double share = (double) varied() / count;
    return new DataFacts.Column(name, spread(), mean, std, large, share, quantiles);
  }
}
