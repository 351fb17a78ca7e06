package dev.evenkeel.parquet;

/** The values of a page, one after the other; each is valid until the next is read. */
abstract class Values {

  /** A number: whole, or the bits of a float or a double. */
  long number;

  /** Bytes: a text, or a value of fixed length. */
  byte[] array = new byte[0];

  int from;
  int length;

  /** Moves to the next value. */
  abstract void next() throws BadParquetException;

  /** Takes a value of fixed size from little-endian bytes. */
  final void take(Bytes in, ParquetColumn column) throws BadParquetException {
    switch (column.type()) {
      case INT32, FLOAT -> number = in.int32();
      case INT64, DOUBLE -> number = in.int64();
      default -> {
        length = column.type() == PhysicalType.BYTE_ARRAY ? in.int32() : column.typeLength();
        array = in.array;
        from = in.skip(length);
      }
    }
  }
}
