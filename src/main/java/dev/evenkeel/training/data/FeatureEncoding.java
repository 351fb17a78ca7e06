package dev.evenkeel.training.data;

import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.List;

/** Turns raw cells into network inputs as the fitted preprocessing says. */
final class FeatureEncoding {

  private final boolean fillMissing;
  private final int[] categories;
  private final double[] offsets;
  private final double[] scales;
  private final double[] fills;

  FeatureEncoding(FittedPreprocessing preprocessing) {
    List<FittedColumn> columns = preprocessing.columns();
    fillMissing = preprocessing.missing() == MissingPolicy.MEAN;
    categories = columns.stream().mapToInt(column -> column.categories().size()).toArray();
    offsets = columns.stream().mapToDouble(FittedColumn::offset).toArray();
    scales = columns.stream().mapToDouble(FittedColumn::scale).toArray();
    fills = columns.stream().mapToDouble(FittedColumn::fill).toArray();
  }

  /** Writes one example's inputs to the start of {@code into}. */
  void encode(float[] cells, float[] into) {
    int at = 0;
    for (int c = 0; c < categories.length; c++) {
      double value = cells[c];
      if (fillMissing && !Double.isFinite(value)) {
        value = fills[c];
      }
      if (categories[c] == 0) {
        into[at++] = (float) ((value - offsets[c]) / scales[c]);
      } else {
        // A category that is kept missing is none of them: comparisons with NaN are false.
        for (int k = 0; k < categories[c]; k++) {
          into[at++] = value == k ? 1f : 0f;
        }
      }
    }
  }
}
