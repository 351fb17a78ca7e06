package dev.evenkeel.history;

import java.util.function.Consumer;

/**
 * Turns a long series into few points, each over a range of iterations; no extreme and no
 * non-finite value is lost.
 */
final class Downsampler {

  private final long from;
  private final long width;
  private final Consumer<Point> sink;

  private long range = -1;
  private long first;
  private long finite;
  private long nonFinite;
  private double min;
  private double mean;
  private double max;

  /**
   * @param from the iteration at which the first range begins
   * @param width iterations in a range
   */
  Downsampler(long from, long width, Consumer<Point> sink) {
    this.from = from;
    this.width = width;
    this.sink = sink;
  }

  /**
   * A range of iterations.
   *
   * @param iteration the first that was recorded in it
   * @param nonFinite values that are NaN or infinite; the others are empty where all are
   */
  record Point(long iteration, long finite, double min, double mean, double max, long nonFinite) {}

  /** The width that makes at most {@code maxPoints} ranges. */
  static long width(long from, long to, int maxPoints) {
    return Math.max(1, Math.floorDiv(to - from + maxPoints, (long) maxPoints));
  }

  /** Takes the next value; iterations ascend. */
  void add(long iteration, double value) {
    long next = (iteration - from) / width;
    if (next != range) {
      flush();
      begin(next, iteration);
    }
    if (!Double.isFinite(value)) {
      nonFinite++;
      return;
    }
    finite++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    // No sum: that of two large values would overflow.
    mean = mean * ((finite - 1.0) / finite) + value / finite;
  }

  /** Hands out the last range. */
  void flush() {
    if (range >= 0) {
      sink.accept(new Point(first, finite, min, mean, max, nonFinite));
      range = -1;
    }
  }

  private void begin(long next, long iteration) {
    range = next;
    first = iteration;
    finite = 0;
    nonFinite = 0;
    min = Double.POSITIVE_INFINITY;
    mean = 0;
    max = Double.NEGATIVE_INFINITY;
  }
}
