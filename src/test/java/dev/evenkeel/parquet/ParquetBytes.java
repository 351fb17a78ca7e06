package dev.evenkeel.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes Parquet files of one column that say whatever a test wants them to say: fields of Thrift's
 * compact protocol, and pages.
 */
final class ParquetBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int lastField;

  static ParquetBytes struct() {
    return new ParquetBytes();
  }

  ParquetBytes number(int field, long value) {
    head(field, 6);
    varint(value << 1 ^ value >> 63);
    return this;
  }

  ParquetBytes text(int field, String value) {
    head(field, 8);
    varint(value.length());
    return raw(value.getBytes(StandardCharsets.UTF_8));
  }

  ParquetBytes nested(int field, ParquetBytes value) {
    head(field, 12);
    return raw(value.bytes());
  }

  ParquetBytes list(int field, ParquetBytes... values) {
    listOf(field, values.length);
    Arrays.stream(values).forEach(value -> raw(value.bytes()));
    return this;
  }

  /** The head of a list of structs that claims a size. */
  ParquetBytes listOf(int field, long size) {
    head(field, 9);
    out.write(0xFC);
    varint(size);
    return this;
  }

  private void head(int field, int type) {
    out.write(field - lastField << 4 | type);
    lastField = field;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  ParquetBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    byte[] fields = out.toByteArray();
    return Arrays.copyOf(fields, fields.length + 1);
  }

  /** A file of the given pages and footer. */
  static byte[] file(byte[] pages, byte[] footer) {
    byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(pages.length + footer.length + 12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(magic)
        .put(pages)
        .put(footer)
        .putInt(footer.length)
        .put(magic)
        .array();
  }

  /**
   * A file with one required column {@code x}.
   *
   * @param type physical type
   * @param dictionaryBytes of the dictionary page with its header, or 0 if there is none
   */
  static byte[] oneColumn(int type, int codec, long rows, int dictionaryBytes, byte[] pages) {
    ParquetBytes root = struct().text(4, "schema").number(5, 1);
    ParquetBytes leaf = struct().number(1, type).number(3, 0).text(4, "x");
    ParquetBytes metadata =
        struct()
            .number(1, type)
            .number(4, codec)
            .number(5, rows)
            .number(7, pages.length)
            .number(9, 4 + dictionaryBytes);
    if (dictionaryBytes > 0) {
      metadata.number(11, 4);
    }
    ParquetBytes chunk = struct().number(2, 0).nested(3, metadata);
    ParquetBytes group = struct().list(1, chunk).number(2, 0).number(3, rows);
    return file(
        pages, struct().number(1, 1).list(2, root, leaf).number(3, rows).list(4, group).bytes());
  }

  static byte[] page(int kind, int uncompressed, ParquetBytes header, byte[] content) {
    byte[] head =
        struct()
            .number(1, kind)
            .number(2, uncompressed)
            .number(3, content.length)
            .nested(kind == 2 ? 7 : kind == 3 ? 8 : 5, header)
            .bytes();
    return joined(head, content);
  }

  static byte[] dataPage(int values, int encoding, int uncompressed, byte[] content) {
    return page(
        0,
        uncompressed,
        struct().number(1, values).number(2, encoding).number(3, 3).number(4, 3),
        content);
  }

  static byte[] dictionary(int values, byte[] content) {
    return page(2, content.length, struct().number(1, values).number(2, 0), content);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
