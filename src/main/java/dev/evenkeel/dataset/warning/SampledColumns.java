package dev.evenkeel.dataset.warning;

import dev.evenkeel.training.data.tensors.NpyTensor;
import java.util.SplittableRandom;

/** Reads columns of a tensor at rows that are spread over it, few enough to hold. */
final class SampledColumns {

  /** Any: the same file always gets the same warnings. */
  private static final long SEED = 20240229;

  private SampledColumns() {}

  /** One row of each of {@code most} equal stretches, at random lest it follow a period. */
  static long[] rows(long rows, int most) {
    int count = (int) Math.min(rows, most);
    SplittableRandom random = new SplittableRandom(SEED);
    long[] drawn = new long[count];
    for (int i = 0; i < count; i++) {
      long from = rows * i / count;
      drawn[i] = random.nextLong(from, rows * (i + 1L) / count);
    }
    return drawn;
  }

  /** The values by column and row. */
  static float[][] read(NpyTensor tensor, long[] rows, int[] columns) {
    float[][] values = new float[columns.length][rows.length];
    float[] row = new float[tensor.columns()];
    for (int r = 0; r < rows.length; r++) {
      tensor.readRow(rows[r], row, 0);
      for (int c = 0; c < columns.length; c++) {
        values[c][r] = row[columns[c]];
      }
    }
    return values;
  }
}
