package dev.evenkeel.dataset.warning;

/** Pearson's correlation of two columns over the rows in which both are finite. */
final class Correlation {

  private static final int LEAST_PAIRS = 50;

  private long pairs;
  private double meanX;
  private double meanY;
  private double squaresX;
  private double squaresY;
  private double products;

  private Correlation() {}

  /** Zero where a column is constant or too few rows have both. */
  static double of(float[] x, float[] y) {
    Correlation sums = new Correlation();
    for (int i = 0; i < x.length; i++) {
      if (Float.isFinite(x[i]) && Float.isFinite(y[i])) {
        sums.add(x[i], y[i]);
      }
    }
    return sums.pairs < LEAST_PAIRS || sums.squaresX == 0 || sums.squaresY == 0
        ? 0
        : sums.products / Math.sqrt(sums.squaresX) / Math.sqrt(sums.squaresY);
  }

  /** Welford's update, of the product as well. */
  private void add(double x, double y) {
    pairs++;
    double deltaX = x - meanX;
    double deltaY = y - meanY;
    meanX += deltaX / pairs;
    meanY += deltaY / pairs;
    squaresX += deltaX * (x - meanX);
    squaresY += deltaY * (y - meanY);
    products += deltaX * (y - meanY);
  }
}
