package dev.evenkeel.training.repair;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers and counted things as messages show them. */
public final class Figures {

  /** Four digits are as much as a message needs. */
  private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);

  private static final MathContext FEW_DIGITS = new MathContext(2, RoundingMode.HALF_UP);
  private static final double LONGEST = 1e7;
  private static final double SHORTEST = 1e-4;

  private Figures() {}

  public static String percent(double share) {
    return rounded(100 * share, FEW_DIGITS) + " %";
  }

  /** At most four digits, no zeros at the end. */
  public static String show(double value) {
    return rounded(value, DIGITS);
  }

  private static String rounded(double value, MathContext digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
    }
    BigDecimal rounded = new BigDecimal(value).round(digits).stripTrailingZeros();
    double size = Math.abs(value);
    if (value == 0 || size >= SHORTEST && size < LONGEST) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** {@code 1 row}, {@code 3 rows}, {@code 2 classes}. */
  public static String count(long number, String noun) {
    return number + " " + (number == 1 ? noun : plural(noun));
  }

  private static String plural(String noun) {
    boolean hisses = noun.endsWith("s") || noun.endsWith("x") || noun.endsWith("ch");
    return noun + (hisses ? "es" : "s");
  }
}
