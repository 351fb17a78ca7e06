package dev.evenkeel.parquet;

import java.util.Arrays;

/** The distinct values of a column chunk, left in the bytes of their page. */
final class Dictionary {

  private final ParquetColumn column;
  private final byte[] bytes;
  private final int size;
  private final int[] offsets;

  private Dictionary(ParquetColumn column, byte[] bytes, int size, int[] offsets) {
    this.column = column;
    this.bytes = bytes;
    this.size = size;
    this.offsets = offsets;
  }

  /**
   * @param page the decompressed page, which is copied
   * @param size entries, as the page's header claims
   */
  static Dictionary of(ParquetColumn column, Bytes page, int size) throws BadParquetException {
    int least = column.typeLength() == 0 ? Integer.BYTES : column.typeLength();
    if (size < 0 || (long) size * least > page.remaining()) {
      throw BadParquetException.corrupt(
          "the dictionary of column '%s' claims %d entries in %d bytes"
              .formatted(column.name(), size, page.remaining()));
    }
    byte[] bytes =
        Arrays.copyOfRange(page.array, page.position(), page.position() + page.remaining());
    int[] offsets = column.typeLength() == 0 ? offsets(bytes, size) : new int[0];
    return new Dictionary(column, bytes, size, offsets);
  }

  private static int[] offsets(byte[] bytes, int size) throws BadParquetException {
    Bytes in = new Bytes(bytes, 0, bytes.length);
    int[] offsets = new int[size];
    for (int i = 0; i < size; i++) {
      offsets[i] = in.position();
      in.skip(in.int32());
    }
    return offsets;
  }

  void read(int index, Values into) throws BadParquetException {
    if (index < 0 || index >= size) {
      throw BadParquetException.corrupt(
          "column '%s' has the index %d into a dictionary of %d"
              .formatted(column.name(), index, size));
    }
    int from = offsets.length > 0 ? offsets[index] : index * column.typeLength();
    into.take(new Bytes(bytes, from, bytes.length - from), column);
  }
}
