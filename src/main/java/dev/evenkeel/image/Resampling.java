package dev.evenkeel.image;

/**
 * The weights with which the positions of one side of an image make up those of another: a triangle
 * as wide as the larger of the two steps, so that enlarging interpolates linearly, reducing
 * averages all that a position covers, and the same size changes nothing.
 */
final class Resampling {

  private final int source;
  private final int[] first;
  private final float[][] weights;

  Resampling(int source, int target) {
    this.source = source;
    first = new int[target];
    weights = new float[target][];
    double step = (double) source / target;
    double reach = Math.max(1, step);
    for (int t = 0; t < target; t++) {
      double centre = (t + 0.5) * step - 0.5;
      int from = Math.max(0, (int) Math.floor(centre - reach) + 1);
      int to = Math.min(source - 1, (int) Math.ceil(centre + reach) - 1);
      first[t] = from;
      weights[t] = triangle(from, Math.max(from, to), centre, reach);
    }
  }

  private static float[] triangle(int from, int to, double centre, double reach) {
    double[] raw = new double[to - from + 1];
    double sum = 0;
    for (int i = 0; i < raw.length; i++) {
      raw[i] = Math.max(0, 1 - Math.abs(from + i - centre) / reach);
      sum += raw[i];
    }
    float[] normed = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      normed[i] = (float) (raw[i] / sum);
    }
    return normed;
  }

  int source() {
    return source;
  }

  int target() {
    return first.length;
  }

  /** The first source position that takes part in a target position. */
  int first(int target) {
    return first[target];
  }

  /** Weights of the source positions from {@link #first} on; they sum to 1. */
  float[] weights(int target) {
    return weights[target];
  }
}
