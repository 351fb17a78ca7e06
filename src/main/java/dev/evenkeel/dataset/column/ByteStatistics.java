package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.spec.ColumnType;

/** The statistics of a channel of bytes, from how often each value occurs: exact. */
public final class ByteStatistics {

  private final long[] counts = new long[256];

  public void add(byte value) {
    counts[value & 0xFF]++;
  }

  public ColumnProfile profile(String name) {
    long count = 0;
    double sum = 0;
    int min = 255;
    int max = 0;
    for (int value = 0; value < counts.length; value++) {
      if (counts[value] > 0) {
        count += counts[value];
        sum += (double) value * counts[value];
        min = Math.min(min, value);
        max = value;
      }
    }
    double mean = sum / count;
    return new ColumnProfile(
        name,
        ColumnType.NUMERIC,
        (double) min,
        (double) max,
        mean,
        Math.sqrt(squares(mean) / count),
        0,
        0,
        null);
  }

  private double squares(double mean) {
    double squares = 0;
    for (int value = 0; value < counts.length; value++) {
      squares += counts[value] * (value - mean) * (value - mean);
    }
    return squares;
  }
}
