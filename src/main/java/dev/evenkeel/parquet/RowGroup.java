package dev.evenkeel.parquet;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the rows of a file.
 *
 * @param chunks one a leaf of the schema
 */
record RowGroup(long rows, List<Chunk> chunks) {

  /**
   * Where the pages of a column lie.
   *
   * @param dictionary offset of the dictionary page, or 0
   * @param elsewhere whether the pages lie in another file
   */
  record Chunk(
      int type,
      int codec,
      long values,
      long compressedBytes,
      long firstPage,
      long dictionary,
      boolean elsewhere,
      boolean encrypted) {

    /** Where the first page of any kind begins. */
    long start() {
      return dictionary > 0 && dictionary < firstPage ? dictionary : firstPage;
    }
  }

  static RowGroup read(CompactProtocol in, int mostChunks) throws BadParquetException {
    List<Chunk> chunks = new ArrayList<>();
    long[] rows = new long[1];
    in.struct(
        (id, type) -> {
          switch (id) {
            case 1 ->
                in.structs(
                    type,
                    () -> {
                      if (chunks.size() == mostChunks) {
                        throw BadParquetException.corrupt(
                            "a row group has more columns than its schema");
                      }
                      chunks.add(new ChunkReading(in).read());
                    });
            case 3 -> rows[0] = in.whole(type);
            default -> {
              return false;
            }
          }
          return true;
        });
    if (rows[0] < 0 || chunks.size() != mostChunks) {
      throw BadParquetException.corrupt("a row group does not fit its schema");
    }
    return new RowGroup(rows[0], chunks);
  }

  /** Takes the fields of a column chunk and of its metadata. */
  private static final class ChunkReading {

    private final CompactProtocol in;
    private int type = -1;
    private int codec = -1;
    private long values;
    private long compressedBytes;
    private long firstPage;
    private long dictionary;
    private boolean elsewhere;
    private boolean encrypted;

    ChunkReading(CompactProtocol in) {
      this.in = in;
    }

    Chunk read() throws BadParquetException {
      in.struct(this::field);
      return new Chunk(
          type, codec, values, compressedBytes, firstPage, dictionary, elsewhere, encrypted);
    }

    private boolean field(int id, int fieldType) throws BadParquetException {
      switch (id) {
        case 1 -> elsewhere = !in.text(fieldType).isEmpty();
        case 3 -> in.struct(this::metadata);
        case 8, 9 -> {
          encrypted = true;
          return false;
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean metadata(int id, int fieldType) throws BadParquetException {
      switch (id) {
        case 1 -> type = in.int32(fieldType);
        case 4 -> codec = in.int32(fieldType);
        case 5 -> values = in.whole(fieldType);
        case 7 -> compressedBytes = in.whole(fieldType);
        case 9 -> firstPage = in.whole(fieldType);
        case 11 -> dictionary = in.whole(fieldType);
        default -> {
          return false;
        }
      }
      return true;
    }
  }
}
