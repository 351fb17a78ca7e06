package dev.evenkeel.parquet;

/** Values of fixed size whose first bytes all stand together, then all second bytes, and so on. */
final class SplitValues extends Values {

  private final byte[] page;
  private final int start;
  private final int count;
  private final ParquetColumn column;
  private final byte[] value;
  private int next;

  SplitValues(Bytes in, ParquetColumn column) throws BadParquetException {
    page = in.array;
    start = in.position();
    count = in.remaining() / column.typeLength();
    this.column = column;
    value = new byte[column.typeLength()];
    in.skip(count * column.typeLength());
  }

  @Override
  void next() throws BadParquetException {
    if (next == count) {
      throw BadParquetException.corrupt("a page holds fewer values than it claims");
    }
    for (int i = 0; i < value.length; i++) {
      value[i] = page[start + i * count + next];
    }
    next++;
    take(new Bytes(value, 0, value.length), column);
  }
}
