package dev.evenkeel.parquet;

/** How values are stored; the order is that of the format's numbers. */
public enum PhysicalType {
  BOOLEAN(1),
  INT32(4),
  INT64(8),
  INT96(12),
  FLOAT(4),
  DOUBLE(8),
  BYTE_ARRAY(0),
  FIXED_LEN_BYTE_ARRAY(0);

  private final int bytes;

  PhysicalType(int bytes) {
    this.bytes = bytes;
  }

  static PhysicalType of(int number) throws BadParquetException {
    if (number < 0 || number >= values().length) {
      throw BadParquetException.corrupt("a column has the type number %d".formatted(number));
    }
    return values()[number];
  }

  /** Bytes of a value; 0 where values differ or the column says. */
  int bytes() {
    return bytes;
  }
}
