package dev.evenkeel.training.data;

import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.List;

/** Turns raw cells into network inputs as the fitted preprocessing says. */
final class FeatureEncoding {

  private final boolean codes;
  private final boolean fillMissing;
  private final int[] categories;
  private final double[] offsets;
  private final double[] scales;
  private final double[] fills;
  private final int[] tokens;

  FeatureEncoding(FittedPreprocessing preprocessing) {
    this(preprocessing, new int[0]);
  }

  /**
   * @param tokens for texts, the id in the vocabulary of each word of the dataset
   */
  FeatureEncoding(FittedPreprocessing preprocessing, int[] tokens) {
    this.tokens = tokens;
    List<FittedColumn> columns = preprocessing.columns();
    codes = preprocessing.encoding() == InputEncoding.CODES;
    fillMissing = preprocessing.missing() == MissingPolicy.MEAN;
    categories = columns.stream().mapToInt(column -> column.categories().size()).toArray();
    offsets = columns.stream().mapToDouble(FittedColumn::offset).toArray();
    scales = columns.stream().mapToDouble(FittedColumn::scale).toArray();
    fills = columns.stream().mapToDouble(FittedColumn::fill).toArray();
  }

  /** Writes the inputs of {@code positions} positions to {@code into}, from index {@code at} on. */
  void encode(float[] cells, int positions, float[] into, int at) {
    if (tokens.length > 0) {
      encodeTokens(cells, positions, into, at);
      return;
    }
    int to = at;
    for (int position = 0; position < positions; position++) {
      to = encodePosition(cells, position * categories.length, into, to);
    }
  }

  private void encodeTokens(float[] cells, int positions, float[] into, int at) {
    for (int position = 0; position < positions; position++) {
      float token = cells[position];
      float missing = fillMissing ? FittedColumn.UNKNOWN : Float.NaN;
      into[at + position] = Float.isFinite(token) ? tokens[(int) token] : missing;
    }
  }

  private int encodePosition(float[] cells, int from, float[] into, int to) {
    int at = to;
    for (int c = 0; c < categories.length; c++) {
      double value = cells[from + c];
      if (fillMissing && !Double.isFinite(value)) {
        value = fills[c];
      }
      if (codes) {
        into[at++] = (float) value;
      } else if (categories[c] == 0) {
        into[at++] = (float) ((value - offsets[c]) / scales[c]);
      } else {
        // A category that is kept missing is none of them: comparisons with NaN are false.
        for (int k = 0; k < categories[c]; k++) {
          into[at++] = value == k ? 1f : 0f;
        }
      }
    }
    return at;
  }
}
