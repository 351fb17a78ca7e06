package dev.evenkeel.parquet;

/** The numbers of the encodings, and who decodes them. */
final class Encodings {

  static final int PLAIN = 0;
  static final int PLAIN_DICTIONARY = 2;
  static final int RLE = 3;
  static final int DELTA_BINARY_PACKED = 5;
  static final int DELTA_LENGTH_BYTE_ARRAY = 6;
  static final int DELTA_BYTE_ARRAY = 7;
  static final int RLE_DICTIONARY = 8;
  static final int BYTE_STREAM_SPLIT = 9;

  private Encodings() {}

  /**
   * Opens the values of a page.
   *
   * @param values how many there are at most
   */
  static Values open(ParquetColumn column, int encoding, Bytes page, int values)
      throws BadParquetException {
    boolean whole = column.type() == PhysicalType.INT32 || column.type() == PhysicalType.INT64;
    boolean bytes = column.type() == PhysicalType.BYTE_ARRAY;
    if (page.remaining() == 0) {
      // All cells are missing, and some writers leave the encoding's own header out as well.
      return new PlainValues(page, column);
    }
    switch (encoding) {
      case PLAIN:
        return column.type() == PhysicalType.BOOLEAN
            ? new BooleanValues(page)
            : new PlainValues(page, column);
      case RLE:
        if (column.type() == PhysicalType.BOOLEAN) {
          return new BooleanRuns(page.part(page.int32()));
        }
        break;
      case DELTA_BINARY_PACKED:
        if (whole) {
          return new DeltaNumbers(page, values, column.type() == PhysicalType.INT32);
        }
        break;
      case DELTA_LENGTH_BYTE_ARRAY:
        if (bytes) {
          return new DeltaLengthTexts(page, values);
        }
        break;
      case DELTA_BYTE_ARRAY:
        if (bytes || column.type() == PhysicalType.FIXED_LEN_BYTE_ARRAY) {
          return new DeltaTexts(page, values);
        }
        break;
      case BYTE_STREAM_SPLIT:
        if (column.typeLength() > 0 && column.type() != PhysicalType.BOOLEAN) {
          return new SplitValues(page, column);
        }
        break;
      default:
        break;
    }
    throw BadParquetException.because(
        "unsupported_encoding",
        "Column '%s' has pages of the encoding %d, which is not read for its type %s."
            .formatted(column.name(), encoding, column.type()));
  }
}
