package dev.evenkeel.training.data;

import java.util.OptionalInt;

/**
 * Finds after how many steps a series repeats itself: the peak of the autocorrelation of its first
 * differences, which have no trend.
 *
 * <p>A peak, as the differences of any smooth series resemble those of the next step. Of a long
 * series the last steps are enough.
 */
final class Seasonality {

  private static final int LEAST_LAG = 2;
  private static final int MOST_STEPS = 100_000;

  private final double[][] differences;
  private final int longestLag;

  private Seasonality(double[][] differences, int longestLag) {
    this.differences = differences;
    this.longestLag = longestLag;
  }

  /**
   * The season of a series' targets.
   *
   * @param steps how many steps from the series' beginning may be looked at
   */
  static OptionalInt find(DatasetTensors data, int window, long steps) {
    long longest = Math.min(2L * window, steps / 3);
    int looked = (int) Math.min(steps, MOST_STEPS);
    int[] columns = data.targetColumns();
    double[][] differences = new double[columns.length][Math.max(0, looked - 1)];
    float[] before = new float[data.columns()];
    float[] now = new float[data.columns()];
    for (int i = 0; i < looked; i++) {
      data.readStep(steps - looked + i, now);
      for (int t = 0; i > 0 && t < columns.length; t++) {
        differences[t][i - 1] = (double) now[columns[t]] - before[columns[t]];
      }
      System.arraycopy(now, 0, before, 0, now.length);
    }
    for (double[] series : differences) {
      normalize(series);
    }
    int most = (int) Math.min(longest, looked / 3);
    return new Seasonality(differences, most).highestPeak();
  }

  /** To a mean of 0 and a length of 1; what is missing counts as average. */
  private static void normalize(double[] series) {
    double sum = 0;
    int count = 0;
    for (double value : series) {
      sum += Double.isFinite(value) ? value : 0;
      count += Double.isFinite(value) ? 1 : 0;
    }
    double square = 0;
    for (int i = 0; i < series.length; i++) {
      series[i] = Double.isFinite(series[i]) ? series[i] - sum / count : 0;
      square += series[i] * series[i];
    }
    for (int i = 0; square > 0 && i < series.length; i++) {
      series[i] /= Math.sqrt(square);
    }
  }

  private OptionalInt highestPeak() {
    if (longestLag < LEAST_LAG) {
      return OptionalInt.empty();
    }
    double[] correlations = new double[longestLag + 2];
    for (int lag = 1; lag < correlations.length; lag++) {
      correlations[lag] = correlation(lag);
    }
    int highest = LEAST_LAG;
    int peak = -1;
    for (int lag = LEAST_LAG; lag <= longestLag; lag++) {
      double here = correlations[lag];
      highest = here > correlations[highest] ? lag : highest;
      boolean rises = here > correlations[lag - 1] && here >= correlations[lag + 1];
      peak = rises && (peak < 0 || here > correlations[peak]) ? lag : peak;
    }
    return OptionalInt.of(peak > 0 ? peak : highest);
  }

  /** Summed over the targets; long lags have fewer pairs and weigh less. */
  private double correlation(int lag) {
    double correlation = 0;
    for (double[] series : differences) {
      for (int i = lag; i < series.length; i++) {
        correlation += series[i] * series[i - lag];
      }
    }
    return correlation;
  }
}
