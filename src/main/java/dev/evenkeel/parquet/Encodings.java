package dev.evenkeel.parquet;

import org.jspecify.annotations.Nullable;

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
    if (page.remaining() == 0) {
      // All cells are missing, and some writers leave the encoding's own header out as well.
      return new PlainValues(page, column);
    }
    Values found = find(column, encoding, page, values);
    if (found == null) {
      throw BadParquetException.because(
          "unsupported_encoding",
          "Column '%s' has pages of the encoding %d, which is not read for its type %s."
              .formatted(column.name(), encoding, column.type()));
    }
    return found;
  }

  private static @Nullable Values find(ParquetColumn column, int encoding, Bytes page, int values)
      throws BadParquetException {
    PhysicalType type = column.type();
    boolean whole = type == PhysicalType.INT32 || type == PhysicalType.INT64;
    boolean bool = type == PhysicalType.BOOLEAN;
    boolean text = type == PhysicalType.BYTE_ARRAY;
    boolean bytes = text || type == PhysicalType.FIXED_LEN_BYTE_ARRAY;
    return switch (encoding) {
      case PLAIN -> bool ? new BooleanValues(page) : new PlainValues(page, column);
      case RLE -> bool ? new BooleanRuns(page.part(page.int32())) : null;
      case DELTA_BINARY_PACKED ->
          whole ? new DeltaNumbers(page, values, type == PhysicalType.INT32) : null;
      case DELTA_LENGTH_BYTE_ARRAY -> text ? new DeltaLengthTexts(page, values) : null;
      case DELTA_BYTE_ARRAY -> bytes ? new DeltaTexts(page, values) : null;
      case BYTE_STREAM_SPLIT -> text || bool ? null : new SplitValues(page, column);
      default -> null;
    };
  }
}
