package dev.evenkeel.dataset.column;

/**
 * Recognises a column that merely numbers the rows: whole numbers that only rise, or only fall, and
 * leave out fewer than they hold.
 */
public final class RunningNumber {

  /** Fewer rows are in order by chance. */
  public static final int LEAST_ROWS = 20;

  /** Mean step by the smallest one: sorted measurements have gaps far wider than that. */
  private static final double WIDEST_MEAN_STEP = 2;

  private long count;
  private double first;
  private double last;
  private double smallestStep = Double.POSITIVE_INFINITY;

  /**
   * Takes the next cell.
   *
   * @return whether the column may still number the rows
   */
  boolean add(double value) {
    double step = value - last;
    if (value != Math.rint(value) || count > 0 && (step == 0 || step * (last - first) < 0)) {
      return false;
    }
    if (count++ == 0) {
      first = value;
    } else {
      smallestStep = Math.min(smallestStep, Math.abs(step));
    }
    last = value;
    return true;
  }

  boolean isRunning() {
    return count >= LEAST_ROWS
        && Math.abs(last - first) <= WIDEST_MEAN_STEP * smallestStep * (count - 1);
  }
}
