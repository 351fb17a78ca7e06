package dev.evenkeel.parquet;

/** Values as they are. */
final class PlainValues extends Values {

  private final Bytes in;
  private final ParquetColumn column;

  PlainValues(Bytes in, ParquetColumn column) {
    this.in = in;
    this.column = column;
  }

  @Override
  void next() throws BadParquetException {
    take(in, column);
  }
}
