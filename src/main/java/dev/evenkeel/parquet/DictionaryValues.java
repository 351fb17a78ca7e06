package dev.evenkeel.parquet;

/** Values of a column's dictionary by their index. */
final class DictionaryValues extends Values {

  private static final int MOST_BITS = 32;

  private final Dictionary dictionary;
  private final Runs indices;

  DictionaryValues(Dictionary dictionary, Bytes page) throws BadParquetException {
    this.dictionary = dictionary;
    int bits = page.remaining() == 0 ? 0 : page.u8();
    if (bits > MOST_BITS) {
      throw BadParquetException.corrupt("indices of a dictionary have %d bits".formatted(bits));
    }
    indices = new Runs(page, bits);
  }

  @Override
  void next() throws BadParquetException {
    dictionary.read(indices.next(), this);
  }
}
