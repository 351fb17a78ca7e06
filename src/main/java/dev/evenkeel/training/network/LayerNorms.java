package dev.evenkeel.training.network;

import dev.evenkeel.training.plan.layers.LayerShape;
import java.util.List;

/**
 * L2 norms of a flat vector, layer by layer, in one pass.
 *
 * <p>Long segments are squared in float lanes, which the processor does many at a time, and the
 * lanes are added up in double every few blocks (relative error about 1e-7). Where float's range
 * could matter the sum is taken again in double, so a norm is non-finite only where an element is.
 * Running statistics are left out of the norms and checked for finiteness.
 */
public final class LayerNorms {

  private static final int BLOCK = 1024;
  private static final int BLOCKS_A_SUM = 64;

  /** 2^32 lifts the squares of usual gradients from float's lower end. */
  private static final float LIFT = 0x1p32f;

  private static final double LOWERED = 0x1p-64;

  /** Lifted sums below this may have lost what was too small for a float. */
  private static final double DOUBTFUL = 1e-20;

  private final ParameterSegment[] segments;
  private final int[] slots;
  private final double[] squares;
  private final double[] norms;
  private final float[] block = new float[BLOCK];
  private final float[] lanes = new float[BLOCK];
  private double norm;
  private boolean statisticsFinite;

  public LayerNorms(List<ParameterSegment> segments, List<LayerShape> layers) {
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
  public void measure(FlatVector vector, double divisor) {
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

  /** Measures a network's parameters: whether they are numbers, and its running statistics too. */
  public boolean areFinite(FlatVector parameters) {
    measure(parameters, 1);
    return Double.isFinite(norm) && statisticsFinite;
  }

  private double squares(FlatVector vector, ParameterSegment segment) {
    double sum = 0;
    int at = segment.offset();
    int end = at + segment.length();
    while (end - at >= BLOCK) {
      int blocks = Math.min(BLOCKS_A_SUM, (end - at) / BLOCK);
      sum += squaresOfBlocks(vector, at, blocks);
      at += blocks * BLOCK;
    }
    return sum + exactSquares(vector, at, end);
  }

  private double squaresOfBlocks(FlatVector vector, int from, int blocks) {
    java.util.Arrays.fill(lanes, 0);
    for (int i = 0; i < blocks; i++) {
      vector.read(from + i * BLOCK, block, BLOCK);
      addSquares(block, lanes);
    }
    double sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum >= DOUBTFUL && sum < Double.POSITIVE_INFINITY
        ? sum * LOWERED
        : exactSquares(vector, from, from + blocks * BLOCK);
  }

  /** One index for both arrays: the compiler vectorises nothing else. */
  private static void addSquares(float[] x, float[] lanes) {
    for (int i = 0; i < BLOCK; i++) {
      float lifted = x[i] * LIFT;
      lanes[i] += lifted * lifted;
    }
  }

  private double exactSquares(FlatVector vector, int from, int to) {
    double sum = 0;
    for (int at = from; at < to; at += BLOCK) {
      int count = Math.min(BLOCK, to - at);
      vector.read(at, block, count);
      for (int i = 0; i < count; i++) {
        sum += (double) block[i] * block[i];
      }
    }
    return sum;
  }

  /** Over all layers. */
  public double norm() {
    return norm;
  }

  /** Of each layer with parameters; reused by the next measurement. */
  public double[] layers() {
    return norms;
  }

  /** Whether every running statistic was finite. */
  public boolean statisticsFinite() {
    return statisticsFinite;
  }
}
