package dev.evenkeel.training.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a forecast has to beat, read from the series itself: persistence, which repeats the last
 * value seen, and the seasonal naive forecast, which repeats the last season seen (Hyndman and
 * Athanasopoulos, Forecasting: Principles and Practice, 2021, section 5.2).
 *
 * <p>Belongs to one thread.
 */
public final class NaiveForecasts {

  private final DatasetTensors data;
  private final Layout.Windows layout;
  private final @Nullable Integer season;
  private final int[] columns;
  private final float[] step;

  /**
   * @param season steps of a season, or null where none is known
   */
  NaiveForecasts(DatasetTensors data, Layout.Windows layout, @Nullable Integer season) {
    this.data = data;
    this.layout = layout;
    this.season = season;
    columns = data.targetColumns();
    step = new float[data.columns()];
  }

  /** Numbers of a forecast: all targets of the first step ahead, then those of the second. */
  public int outputs() {
    return columns.length * layout.horizon();
  }

  public int targets() {
    return columns.length;
  }

  /** Steps of a season; null where none is known. */
  public @Nullable Integer season() {
    return season;
  }

  /** What came to pass behind a window [outputs], in the user's units; NaN where missing. */
  public void readTruth(int window, float[] into) {
    for (int ahead = 0; ahead < layout.horizon(); ahead++) {
      read(end(window) + ahead, into, ahead);
    }
  }

  /** The window's last values, for every step ahead. */
  public void readPersistence(int window, float[] into) {
    for (int ahead = 0; ahead < layout.horizon(); ahead++) {
      read(end(window) - 1, into, ahead);
    }
  }

  /**
   * The values one season before each step ahead, or as many seasons as lie between it and what the
   * window knows; NaN before the series began.
   */
  public void readSeasonal(int window, float[] into) {
    for (int ahead = 0; ahead < layout.horizon(); ahead++) {
      long row = season == null ? -1 : end(window) + ahead - (long) season * (1 + ahead / season);
      if (row < 0) {
        Arrays.fill(into, ahead * columns.length, (ahead + 1) * columns.length, Float.NaN);
      } else {
        read(row, into, ahead);
      }
    }
  }

  private long end(int window) {
    return (long) window + layout.window();
  }

  private void read(long row, float[] into, int ahead) {
    data.readStep(row, step);
    for (int t = 0; t < columns.length; t++) {
      into[ahead * columns.length + t] = step[columns[t]];
    }
  }
}
