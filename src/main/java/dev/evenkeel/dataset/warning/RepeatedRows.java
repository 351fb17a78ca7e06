package dev.evenkeel.dataset.warning;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts rows that occur more than once, at bounded memory: by 64-bit hashes, of all rows while the
 * different ones are few, then of those alone whose hash of features begins with enough zeros
 * (adaptive sampling: Flajolet, 1990). Rows of equal features stay or leave together.
 */
public final class RepeatedRows {

  static final int MOST = 1 << 16;
  private static final int FIRST_SLOTS = 1 << 10;

  private final int most;
  private long[] rows = new long[FIRST_SLOTS];
  private long[] features = new long[FIRST_SLOTS];
  private int[] counts = new int[FIRST_SLOTS];
  private int used;
  private int zeros;

  /**
   * What was counted.
   *
   * @param rows of the sample
   * @param copies rows equal to an earlier one in features and target
   * @param conflicting rows for which there is another with the same features and another target
   * @param whole whether the sample is all rows
   */
  public record Counts(long rows, long copies, long conflicting, boolean whole) {}

  public RepeatedRows() {
    this(MOST);
  }

  /**
   * @param most different rows that are held, a power of two
   */
  public RepeatedRows(int most) {
    this.most = most;
  }

  /**
   * @param featureHash of the features
   * @param rowHash of features and targets
   */
  public void add(long featureHash, long rowHash) {
    if (Long.numberOfLeadingZeros(featureHash) < zeros) {
      return;
    }
    int slot = slot(rowHash);
    if (counts[slot]++ == 0) {
      rows[slot] = rowHash;
      features[slot] = featureHash;
      if (++used > rows.length / 2) {
        makeRoom();
      }
    }
  }

  private int slot(long rowHash) {
    int slot = (int) rowHash & rows.length - 1;
    while (counts[slot] != 0 && rows[slot] != rowHash) {
      slot = slot + 1 & rows.length - 1;
    }
    return slot;
  }

  private void makeRoom() {
    int slots = rows.length;
    if (used > most) {
      zeros++;
    } else {
      slots *= 2;
    }
    long[] oldRows = rows;
    long[] oldFeatures = features;
    int[] oldCounts = counts;
    rows = new long[slots];
    features = new long[slots];
    counts = new int[slots];
    used = 0;
    for (int i = 0; i < oldRows.length; i++) {
      if (oldCounts[i] > 0 && Long.numberOfLeadingZeros(oldFeatures[i]) >= zeros) {
        int slot = slot(oldRows[i]);
        rows[slot] = oldRows[i];
        features[slot] = oldFeatures[i];
        counts[slot] = oldCounts[i];
        used++;
      }
    }
  }

  public Counts counted() {
    Map<Long, Integer> targets = new HashMap<>();
    long all = 0;
    for (int i = 0; i < rows.length; i++) {
      if (counts[i] > 0) {
        all += counts[i];
        targets.merge(features[i], 1, Integer::sum);
      }
    }
    long conflicting = 0;
    for (int i = 0; i < rows.length; i++) {
      conflicting += counts[i] > 0 && targets.get(features[i]) > 1 ? counts[i] : 0;
    }
    return new Counts(all, all - used, conflicting, zeros == 0);
  }
}
