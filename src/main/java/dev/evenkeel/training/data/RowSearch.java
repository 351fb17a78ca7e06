package dev.evenkeel.training.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts out a dataset's rows that are broken or far from all others, and remembers whose they are.
 */
final class RowSearch {

  private static final int MOST_ROWS = 10_000;

  /** A larger share of odd examples is another kind of data. */
  private static final double MOST_OUTLIERS = 0.05;

  private final DatasetTensors data;
  private final Limits limits;
  private final boolean classes;
  private final float[] cells;
  private final float[] target;
  private final Noted broken = new Noted();
  private final Noted odd = new Noted();
  private final float[] excesses = new float[MOST_ROWS];
  private final int[] rowsOf;
  private final int[] farOf;
  private final Moments[] all;
  private final Moments[] far;
  private int looked;

  /** Where a column's cells are to be expected. */
  record Limits(double[] middles, double[] distances) {}

  RowSearch(DatasetTensors data, Limits limits) {
    this.data = data;
    this.limits = limits;
    classes = data.schema().task() == DatasetSchema.Task.CLASSIFICATION;
    cells = new float[data.mostCells()];
    target = new float[data.targets()];
    rowsOf = new int[data.schema().classes().size()];
    farOf = new int[rowsOf.length];
    all = moments(target.length);
    far = moments(target.length);
  }

  private static Moments[] moments(int count) {
    Moments[] moments = new Moments[count];
    Arrays.setAll(moments, i -> new Moments());
    return moments;
  }

  void look(int row) {
    looked++;
    data.readFeatures(row, cells);
    data.readTargets(row, target);
    int columns = limits.middles.length;
    int end = data.positions(row) * columns;
    boolean finite = Completeness.isFinite(target, target.length);
    double excess = 0;
    for (int at = 0; at < end; at++) {
      int column = at % columns;
      if (Float.isFinite(cells[at])) {
        double distance = Math.abs(cells[at] - limits.middles[column]);
        // An infinite limit leaves 0; a limit of 0 is none.
        excess = Math.max(excess, distance / limits.distances[column]);
      } else {
        // An infinite cell is broken, not far.
        finite = false;
      }
    }
    if (!finite) {
      broken.add(row);
    }
    if (excess > 1) {
      if (odd.count < MOST_ROWS) {
        excesses[odd.count] = (float) excess;
      }
      odd.add(row);
    }
    count(excess > 1);
  }

  private void count(boolean isFar) {
    if (classes) {
      int label = Float.isFinite(target[0]) ? (int) target[0] : -1;
      if (label >= 0 && label < rowsOf.length) {
        rowsOf[label]++;
        farOf[label] += isFar ? 1 : 0;
      }
      return;
    }
    for (int t = 0; t < target.length; t++) {
      all[t].add(target[t]);
      if (isFar) {
        far[t].add(target[t]);
      }
    }
  }

  DataFacts.Rows broken() {
    return broken.rows();
  }

  DataFacts.Rows outliers() {
    return odd.count > MOST_OUTLIERS * looked ? DataFacts.Rows.none() : odd.rows();
  }

  OutlierTraits traits() {
    List<OutlierTraits.ClassRows> named = new ArrayList<>();
    for (int k = 0; k < rowsOf.length; k++) {
      String name = data.schema().classes().get(k);
      named.add(new OutlierTraits.ClassRows(name, rowsOf[k], farOf[k]));
    }
    double shift = 0;
    double spread = 1;
    for (int t = 0; t < target.length && !classes; t++) {
      double deviation = all[t].deviation();
      if (far[t].count > 1 && deviation > 0) {
        double error = deviation / Math.sqrt(far[t].count);
        shift = Math.max(shift, Math.abs(far[t].mean() - all[t].mean()) / error);
        spread = Math.min(spread, far[t].deviation() / deviation);
      }
    }
    return new OutlierTraits(named, shift, spread, excess());
  }

  private double excess() {
    int kept = Math.min(MOST_ROWS, odd.count);
    float[] sorted = Arrays.copyOf(excesses, kept);
    Arrays.sort(sorted);
    return kept == 0 ? 1 : sorted[kept / 2];
  }

  /** Mean and deviation of numbers that are seen once. */
  private static final class Moments {

    private int count;
    private double mean;
    private double squares;

    /** Welford (1962). */
    void add(float number) {
      if (Float.isFinite(number)) {
        count++;
        double off = number - mean;
        mean += off / count;
        squares += off * (number - mean);
      }
    }

    double mean() {
      return mean;
    }

    double deviation() {
      return count == 0 ? 0 : Math.sqrt(squares / count);
    }
  }

  /** Row numbers of which some are kept. */
  private static final class Noted {

    private final List<Integer> first = new ArrayList<>();
    private int count;

    void add(int row) {
      count++;
      if (first.size() < MOST_ROWS) {
        first.add(row);
      }
    }

    DataFacts.Rows rows() {
      return new DataFacts.Rows(first, count);
    }
  }
}
