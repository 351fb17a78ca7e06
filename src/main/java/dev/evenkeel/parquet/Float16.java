package dev.evenkeel.parquet;

/** Floating-point numbers of 16 bits (IEEE 754 binary16). */
public final class Float16 {

  private static final int FRACTION_BITS = 10;
  private static final int BIAS = 15;

  private Float16() {}

  public static double toDouble(short bits) {
    int exponent = bits >> FRACTION_BITS & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, 1 - BIAS - FRACTION_BITS);
    } else {
      magnitude =
          Math.scalb((double) (fraction | 1 << FRACTION_BITS), exponent - BIAS - FRACTION_BITS);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
