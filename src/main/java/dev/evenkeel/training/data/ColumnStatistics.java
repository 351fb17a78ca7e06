package dev.evenkeel.training.data;

import java.util.Arrays;

/**
 * Mean, deviation and range of each column in one pass, leaving out what is not finite.
 *
 * <p>Welford's recurrence (Technometrics, 1962), which keeps its digits where a sum of squares
 * loses them.
 */
final class ColumnStatistics {

  private final long[] counts;
  private final double[] means;
  private final double[] squares;
  private final double[] minima;
  private final double[] maxima;

  ColumnStatistics(int columns) {
    counts = new long[columns];
    means = new double[columns];
    squares = new double[columns];
    minima = new double[columns];
    maxima = new double[columns];
    Arrays.fill(minima, Double.POSITIVE_INFINITY);
    Arrays.fill(maxima, Double.NEGATIVE_INFINITY);
  }

  void add(float[] row) {
    for (int c = 0; c < counts.length; c++) {
      double value = row[c];
      if (Double.isFinite(value)) {
        double difference = value - means[c];
        means[c] += difference / ++counts[c];
        squares[c] += difference * (value - means[c]);
        minima[c] = Math.min(minima[c], value);
        maxima[c] = Math.max(maxima[c], value);
      }
    }
  }

  /** 0 where no cell is finite. */
  double mean(int column) {
    return means[column];
  }

  /** Of the population: divided by n. */
  double deviation(int column) {
    return counts[column] == 0 ? 0 : Math.sqrt(squares[column] / counts[column]);
  }

  double minimum(int column) {
    return counts[column] == 0 ? 0 : minima[column];
  }

  double range(int column) {
    return counts[column] == 0 ? 0 : maxima[column] - minima[column];
  }
}
