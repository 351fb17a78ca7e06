package dev.evenkeel.training.data;

/**
 * Examples that are preprocessed anew whenever they are asked for: windows overlap, and pixels kept
 * as bytes would be four times as large as float.
 */
final class EncodedSplit implements PreparedSplit {

  private final DatasetTensors data;
  private final int[] rows;
  private final ExampleEncoding encoding;
  private final boolean owned;

  /**
   * @param owned whether the dataset is closed with the split
   */
  EncodedSplit(DatasetTensors data, int[] rows, ExampleEncoding encoding, boolean owned) {
    this.data = data;
    this.rows = rows;
    this.encoding = encoding;
    this.owned = owned;
  }

  /** The dataset that the examples are read from. */
  DatasetTensors data() {
    return data;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int featureWidth() {
    return encoding.featureWidth();
  }

  @Override
  public int labelWidth() {
    return encoding.labels().width();
  }

  @Override
  public int positions(int example) {
    return data.positions(rows[example]);
  }

  @Override
  public int row(int example) {
    return rows[example];
  }

  @Override
  public void readFeatures(int example, float[] into, int at) {
    encoding.encodeFeatures(data, rows[example], into, at);
  }

  @Override
  public void readLabels(int example, float[] into, int at) {
    encoding.encodeLabels(data, rows[example], into, at);
  }

  @Override
  public void close() {
    if (owned) {
      data.close();
    }
  }
}
