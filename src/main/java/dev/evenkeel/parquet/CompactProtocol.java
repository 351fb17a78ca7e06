package dev.evenkeel.parquet;

import java.nio.charset.StandardCharsets;

/**
 * Reads Thrift's compact protocol as far as Parquet's metadata needs it; what is not asked for is
 * skipped without being built, so metadata costs no more memory than what is kept of it.
 *
 * @see <a
 *     href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">the
 *     protocol</a>
 */
final class CompactProtocol {

  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int STRUCT = 12;

  private static final int BYTE = 3;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int UUID = 13;
  private static final int DEEPEST = 24;
  private static final int LONG_LIST = 15;

  private final Bytes in;
  private int depth;

  CompactProtocol(Bytes in) {
    this.in = in;
  }

  /** Looks at a field of a struct: reads its value and answers true, or leaves it alone. */
  interface Field {

    boolean read(int id, int type) throws BadParquetException;
  }

  /** Reads an element of a list. */
  interface Element {

    void read() throws BadParquetException;
  }

  void struct(Field field) throws BadParquetException {
    enter();
    int id = 0;
    for (int head = in.u8(); head != 0; head = in.u8()) {
      int type = head & 0xF;
      id = head >> 4 == 0 ? (int) in.zigzag() : id + (head >> 4);
      if (!field.read(id, type)) {
        skip(type);
      }
    }
    depth--;
  }

  private void enter() throws BadParquetException {
    if (++depth > DEEPEST) {
      throw BadParquetException.corrupt("its metadata is nested without an end");
    }
  }

  /** A number of any width. */
  long whole(int type) throws BadParquetException {
    if (type < BYTE || type > I64) {
      throw wrongType();
    }
    return type == BYTE ? (byte) in.u8() : in.zigzag();
  }

  int int32(int type) throws BadParquetException {
    long value = whole(type);
    if (value != (int) value) {
      throw BadParquetException.corrupt("its metadata holds the number %d".formatted(value));
    }
    return (int) value;
  }

  String text(int type) throws BadParquetException {
    if (type != BINARY) {
      throw wrongType();
    }
    int length = in.count(in.remaining());
    return new String(in.array, in.skip(length), length, StandardCharsets.UTF_8);
  }

  void structs(int type, Element element) throws BadParquetException {
    if (type != LIST) {
      throw wrongType();
    }
    int head = in.u8();
    if ((head & 0xF) != STRUCT) {
      throw wrongType();
    }
    for (int left = size(head); left > 0; left--) {
      element.read();
    }
  }

  private int size(int head) throws BadParquetException {
    // Every element takes at least a byte.
    return head >> 4 == LONG_LIST ? in.count(in.remaining()) : head >> 4;
  }

  private static BadParquetException wrongType() {
    return BadParquetException.corrupt("its metadata holds a field of another type than it should");
  }

  private void skip(int type) throws BadParquetException {
    switch (type) {
      case TRUE, FALSE -> {}
      case STRUCT -> struct((id, inner) -> false);
      case LIST, SET -> skipList();
      case MAP -> skipMap();
      default -> skipSimple(type);
    }
  }

  private void skipSimple(int type) throws BadParquetException {
    switch (type) {
      case TRUE, FALSE, BYTE -> in.skip(1);
      case DOUBLE -> in.skip(Double.BYTES);
      case BINARY -> in.skip(in.count(in.remaining()));
      case UUID -> in.skip(16);
      case 4, 5, I64 -> in.varint();
      default -> throw BadParquetException.corrupt("its metadata holds a field of no known type");
    }
  }

  private void skipList() throws BadParquetException {
    enter();
    int head = in.u8();
    for (int left = size(head); left > 0; left--) {
      skipElement(head & 0xF);
    }
    depth--;
  }

  private void skipMap() throws BadParquetException {
    enter();
    int size = in.count(in.remaining());
    int types = size == 0 ? 0 : in.u8();
    for (int left = size; left > 0; left--) {
      skipElement(types >> 4);
      skipElement(types & 0xF);
    }
    depth--;
  }

  /** In a list a boolean is a byte, in a field it is its type. */
  private void skipElement(int type) throws BadParquetException {
    if (type == TRUE || type == FALSE) {
      in.skip(1);
    } else {
      skip(type);
    }
  }
}
