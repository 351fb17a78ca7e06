package dev.evenkeel.parquet;

import org.jspecify.annotations.Nullable;

/**
 * What stands before a page.
 *
 * @param values cells of a data page, or entries of a dictionary
 * @param levelBytes of the definition levels of a page of version 2, which are not compressed
 * @param compressed whether the values of a page of version 2 are
 * @param checksum CRC-32 of the page as it is stored, or null
 */
record PageHeader(
    int type,
    int uncompressedBytes,
    int storedBytes,
    int values,
    int encoding,
    int levelEncoding,
    int levelBytes,
    int repetitionBytes,
    boolean compressed,
    @Nullable Integer checksum) {

  static final int DATA = 0;
  static final int DICTIONARY = 2;
  static final int DATA_V2 = 3;

  static PageHeader read(Bytes bytes) throws BadParquetException {
    CompactProtocol in = new CompactProtocol(bytes);
    Reading header = new Reading(in);
    in.struct(header::field);
    return new PageHeader(
        header.type,
        header.uncompressedBytes,
        header.storedBytes,
        header.values,
        header.encoding,
        header.levelEncoding,
        header.levelBytes,
        header.repetitionBytes,
        header.compressed,
        header.checksum);
  }

  /** Takes the fields of a header and of the header of its kind. */
  private static final class Reading {

    private final CompactProtocol in;
    private int type = -1;
    private int uncompressedBytes = -1;
    private int storedBytes = -1;
    private int values = -1;
    private int encoding = -1;
    private int levelEncoding = Encodings.RLE;
    private int levelBytes;
    private int repetitionBytes;
    private boolean compressed = true;
    private @Nullable Integer checksum;

    Reading(CompactProtocol in) {
      this.in = in;
    }

    boolean field(int id, int fieldType) throws BadParquetException {
      switch (id) {
        case 1 -> type = in.int32(fieldType);
        case 2 -> uncompressedBytes = in.int32(fieldType);
        case 3 -> storedBytes = in.int32(fieldType);
        case 4 -> checksum = in.int32(fieldType);
        case 5 -> in.struct(this::data);
        case 7 -> in.struct(this::dictionary);
        case 8 -> in.struct(this::dataV2);
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean data(int id, int fieldType) throws BadParquetException {
      if (id == 3) {
        levelEncoding = in.int32(fieldType);
        return true;
      }
      return dictionary(id, fieldType);
    }

    private boolean dictionary(int id, int fieldType) throws BadParquetException {
      switch (id) {
        case 1 -> values = in.int32(fieldType);
        case 2 -> encoding = in.int32(fieldType);
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean dataV2(int id, int fieldType) throws BadParquetException {
      switch (id) {
        case 1 -> values = in.int32(fieldType);
        case 4 -> encoding = in.int32(fieldType);
        case 5 -> levelBytes = in.int32(fieldType);
        case 6 -> repetitionBytes = in.int32(fieldType);
        case 7 -> {
          compressed = fieldType != CompactProtocol.FALSE;
          return fieldType == CompactProtocol.TRUE || fieldType == CompactProtocol.FALSE;
        }
        default -> {
          return false;
        }
      }
      return true;
    }
  }
}
