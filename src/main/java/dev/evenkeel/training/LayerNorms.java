package dev.evenkeel.training;

import java.util.List;

/**
 * L2 norms of a flat vector, layer by layer, in one pass.
 *
 * <p>Sums of squares are taken in double: the largest float squared is far from its end, so a norm
 * is non-finite only where an element is. Running statistics are left out of the norms and checked
 * for finiteness.
 */
final class LayerNorms {

  private static final int CHUNK = 4096;

  private final ParameterSegment[] segments;
  private final int[] slots;
  private final double[] squares;
  private final double[] norms;
  private final float[] chunk = new float[CHUNK];
  private double norm;
  private boolean statisticsFinite;

  LayerNorms(List<ParameterSegment> segments, List<LayerShape> layers) {
    this.segments = segments.toArray(new ParameterSegment[0]);
    List<Integer> withParameters =
        layers.stream().filter(LayerShape::hasParameters).map(LayerShape::index).toList();
    slots = segments.stream().mapToInt(s -> withParameters.indexOf(s.layer())).toArray();
    squares = new double[withParameters.size()];
    norms = new double[withParameters.size()];
  }

  /**
   * @param divisor what each element is divided by: the batch size turns a sum into a mean
   */
  void measure(FlatVector vector, double divisor) {
    java.util.Arrays.fill(squares, 0);
    statisticsFinite = true;
    for (int s = 0; s < segments.length; s++) {
      double sum = squares(vector, segments[s]);
      if (segments[s].gradient()) {
        squares[slots[s]] += sum;
      } else {
        statisticsFinite &= Double.isFinite(sum);
      }
    }
    double total = 0;
    for (int layer = 0; layer < squares.length; layer++) {
      total += squares[layer];
      norms[layer] = Math.sqrt(squares[layer]) / divisor;
    }
    norm = Math.sqrt(total) / divisor;
  }

  private double squares(FlatVector vector, ParameterSegment segment) {
    double sum = 0;
    int end = segment.offset() + segment.length();
    for (int at = segment.offset(); at < end; at += CHUNK) {
      int count = Math.min(CHUNK, end - at);
      vector.read(at, chunk, count);
      sum += squares(chunk, count);
    }
    return sum;
  }

  /** Eight sums that don't wait for each other, so that the processor can work on all at once. */
  private static double squares(float[] x, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
      e += (double) x[i + 4] * x[i + 4];
      f += (double) x[i + 5] * x[i + 5];
      g += (double) x[i + 6] * x[i + 6];
      h += (double) x[i + 7] * x[i + 7];
    }
    for (; i < count; i++) {
      a += (double) x[i] * x[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** Over all layers. */
  double norm() {
    return norm;
  }

  /** Of each layer with parameters; reused by the next measurement. */
  double[] layers() {
    return norms;
  }

  /** Whether every running statistic was finite. */
  boolean statisticsFinite() {
    return statisticsFinite;
  }
}
