package dev.evenkeel.training.plan.layers;

/** Sums and products of sizes; those that pass 2^63 stay at {@link Long#MAX_VALUE}. */
public final class Sizes {

  private Sizes() {}

  /** a + b of two non-negative numbers. */
  public static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** a · b of two non-negative numbers. */
  public static long multiply(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  /** Weights and a bias for each unit. */
  public static long affine(long inputs, int units) {
    return units < 1 ? 0 : multiply(inputs + 1, units);
  }
}
