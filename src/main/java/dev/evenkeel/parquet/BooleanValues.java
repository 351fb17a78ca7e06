package dev.evenkeel.parquet;

/** One bit a value, the lowest first. */
final class BooleanValues extends Values {

  private final Bytes in;
  private int bits;
  private int left;

  BooleanValues(Bytes in) {
    this.in = in;
  }

  @Override
  void next() throws BadParquetException {
    if (left == 0) {
      bits = in.u8();
      left = Byte.SIZE;
    }
    number = bits & 1;
    bits >>= 1;
    left--;
  }
}
