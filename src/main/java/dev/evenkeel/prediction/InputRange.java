package dev.evenkeel.prediction;

/**
 * Which numbers a column takes besides being finite.
 *
 * @param whole whether there is nothing between whole numbers
 */
record InputRange(double lowest, double highest, boolean whole) {

  static final InputRange ANY =
      new InputRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

  /** A channel of a picture. */
  static final InputRange BYTES = new InputRange(0, 255, false);

  /** What an embedding looks up. */
  static InputRange codes(long count) {
    return new InputRange(0, count - 1.0, true);
  }

  boolean holds(double value) {
    return value >= lowest && value <= highest && (!whole || value == Math.rint(value));
  }

  /** For messages: a whole number from 0 to 9. */
  String text() {
    return "a %snumber from %.0f to %.0f".formatted(whole ? "whole " : "", lowest, highest);
  }
}
