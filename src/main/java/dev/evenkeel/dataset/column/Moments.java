package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.training.data.CellText;

/** The statistics of a column of numbers, learned in one pass. */
final class Moments {

  private long count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long missing;
  private long nonFinite;

  /** Welford's update: exact enough whatever the column's offset is. */
  void add(double value) {
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
  }

  /** Counts a cell that has no finite value. */
  void addUnusual(CellText kind) {
    missing += kind == CellText.MISSING ? 1 : 0;
    nonFinite += kind == CellText.NON_FINITE ? 1 : 0;
  }

  ColumnProfile profile(String name) {
    boolean none = count == 0;
    return new ColumnProfile(
        name,
        ColumnType.NUMERIC,
        none ? null : Double.valueOf(min),
        none ? null : Double.valueOf(max),
        none ? null : Double.valueOf(mean),
        none ? null : Double.valueOf(Math.sqrt(squares / count)),
        missing,
        nonFinite,
        null);
  }
}
