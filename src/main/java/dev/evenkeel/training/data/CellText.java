package dev.evenkeel.training.data;

/**
 * What the text of a cell means, to an upload as to a prediction: {@link #of} in a numeric column,
 * {@link #isMissing} in any other.
 */
public enum CellText {
  /** A decimal number within float32. */
  NUMBER,
  /** Nothing, {@code NA}, {@code N/A}, {@code NaN} or {@code null}. */
  MISSING,
  /** An infinity, or a number beyond float32. */
  NON_FINITE,
  /** Anything else. */
  TEXT;

  /** Beyond it doubles have no fractions to speak of, and longs say them in full. */
  private static final double LARGEST_WHOLE = 1e15;

  public static CellText of(String text) {
    if (standsForNothing(text)) {
      return MISSING;
    }
    if (isInfinity(text)) {
      return NON_FINITE;
    }
    if (!isDecimal(text)) {
      return TEXT;
    }
    return Float.isInfinite((float) Double.parseDouble(text)) ? NON_FINITE : NUMBER;
  }

  /** A number as the text of a category: without a fraction where it has none. */
  public static String label(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE;
    return whole ? Long.toString((long) number) : Double.toString(number);
  }

  /** What a number means in a numeric column. */
  public static CellText of(double number) {
    if (Double.isNaN(number)) {
      return MISSING;
    }
    return Float.isInfinite((float) number) ? NON_FINITE : NUMBER;
  }

  /**
   * Whether nothing is there in a column of any type. {@code N/A} and {@code null} are something
   * here: they may be the names of categories, or a text.
   */
  public static boolean isMissing(String text) {
    return text.isEmpty() || text.equals("NA") || text.equalsIgnoreCase("NaN");
  }

  /** Whether nothing is there in a numeric column, where words have no other meaning. */
  public static boolean standsForNothing(String text) {
    return isMissing(text) || text.equals("N/A") || text.equalsIgnoreCase("null");
  }

  private static boolean isInfinity(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    String word = text.substring(from);
    return word.equalsIgnoreCase("inf") || word.equalsIgnoreCase("infinity");
  }

  /** Stricter than parseDouble, which takes {@code 1f} and {@code 0x1p3} for numbers too. */
  private static boolean isDecimal(String text) {
    int at = afterSign(text, 0);
    int whole = afterDigits(text, at);
    int fraction = whole < text.length() && text.charAt(whole) == '.' ? whole + 1 : whole;
    int end = afterDigits(text, fraction);
    if (whole - at + end - fraction == 0) {
      return false;
    }
    return end == text.length() || isExponent(text, end);
  }

  private static boolean isExponent(String text, int at) {
    char mark = text.charAt(at);
    int digits = afterSign(text, at + 1);
    return (mark == 'e' || mark == 'E')
        && digits < text.length()
        && afterDigits(text, digits) == text.length();
  }

  private static int afterSign(String text, int at) {
    boolean sign = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
    return sign ? at + 1 : at;
  }

  private static int afterDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** The value of a text of this kind; NaN where it has none. */
  public double value(String text) {
    return switch (this) {
      case NUMBER -> Double.parseDouble(text);
      case NON_FINITE -> text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case MISSING, TEXT -> Double.NaN;
    };
  }
}
