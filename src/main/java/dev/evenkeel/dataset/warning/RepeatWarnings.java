package dev.evenkeel.dataset.warning;

import dev.evenkeel.dataset.profile.ProfileWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Warns of copied and of contradicting rows, unless the columns are so coarse that they must be.
 */
public final class RepeatWarnings {

  static final double NOTABLE_SHARE = 0.01;
  static final int NOTABLE_ROWS = 5;

  /**
   * Pairs expected of independent columns, by rows that repeat. Columns of real tables depend on
   * each other and agree a hundred times as often.
   */
  private static final double EXPLAINED = 0.01;

  private final RepeatedRows.Counts counts;
  private final Supplier<float[][]> features;
  private final Supplier<float[][]> targets;

  /**
   * @param features some rows by column, looked at only where rows repeat
   * @param targets those of the same rows
   */
  public RepeatWarnings(
      RepeatedRows.Counts counts, Supplier<float[][]> features, Supplier<float[][]> targets) {
    this.counts = counts;
    this.features = features;
    this.targets = targets;
  }

  /**
   * @param classes whether the target is a class: measurements may well differ
   */
  public List<ProfileWarning> found(boolean classes) {
    List<ProfileWarning> warnings = new ArrayList<>();
    if (isNotable(counts.copies()) && !isChance(counts.copies(), features, targets)) {
      warnings.add(
          new ProfileWarning(
              "duplicate_rows",
              share(counts.copies())
                  + " are exact copies of an earlier row. Copies on both sides of a split flatter"
                  + " the validation figures: remove them before uploading, unless the same was"
                  + " really observed more than once."));
    }
    if (classes && isNotable(counts.conflicting()) && !isChance(counts.conflicting(), features)) {
      warnings.add(
          new ProfileWarning(
              "conflicting_rows",
              share(counts.conflicting())
                  + " agree with another row in all features and have another label: no model can"
                  + " be right on all of them. Check their labels, or add what tells them apart."));
    }
    return warnings;
  }

  private boolean isNotable(long some) {
    return some >= NOTABLE_ROWS && some >= NOTABLE_SHARE * counts.rows();
  }

  /** Whether rows that agree in these columns would be many, were these independent. */
  @SafeVarargs
  private boolean isChance(long some, Supplier<float[][]>... columns) {
    double rows = counts.rows();
    double pairs = rows * rows / 2;
    for (Supplier<float[][]> part : columns) {
      for (float[] column : part.get()) {
        pairs *= agreement(column);
        if (pairs < EXPLAINED * some) {
          return false;
        }
      }
    }
    return true;
  }

  /** The chance that two rows agree in a column. */
  private static double agreement(float[] column) {
    float[] sorted = column.clone();
    Arrays.sort(sorted);
    double pairs = 0;
    int run = 0;
    for (int i = 1; i < sorted.length; i++) {
      run = Float.compare(sorted[i], sorted[i - 1]) == 0 ? run + 1 : 0;
      pairs += run;
    }
    return sorted.length < 2 ? 0 : 2 * pairs / ((double) sorted.length * (sorted.length - 1));
  }

  private String share(long some) {
    double percent = 100.0 * some / counts.rows();
    return counts.whole()
        ? String.format(Locale.ROOT, "%d of %d rows (%.1f %%)", some, counts.rows(), percent)
        : String.format(Locale.ROOT, "About %.1f %% of the rows", percent);
  }
}
