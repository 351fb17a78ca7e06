package dev.evenkeel.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A part of an array, read from its front; whoever wants more than there is learns so. */
final class Bytes {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_VARINT = 10;

  final byte[] array;
  private final int end;
  private int position;

  Bytes(byte[] array, int from, int length) {
    this.array = array;
    position = from;
    end = from + length;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  int u8() throws BadParquetException {
    return array[skip(1)] & 0xFF;
  }

  int int32() throws BadParquetException {
    return (int) INTS.get(array, skip(Integer.BYTES));
  }

  long int64() throws BadParquetException {
    return (long) LONGS.get(array, skip(Long.BYTES));
  }

  /** An unsigned number of 7 bits a byte. */
  long varint() throws BadParquetException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      int b = u8();
      value |= (long) (b & 0x7F) << 7 * i;
      if (b < 0x80) {
        return value;
      }
    }
    throw BadParquetException.corrupt("a number in it never ends");
  }

  /** A count that must be small enough to be one. */
  int count(long most) throws BadParquetException {
    long count = varint();
    if (count < 0 || count > most) {
      throw BadParquetException.corrupt(
          "it counts %d where at most %d can be".formatted(count, most));
    }
    return (int) count;
  }

  long zigzag() throws BadParquetException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  /** Moves on, and answers where the bytes that were passed begin. */
  int skip(int count) throws BadParquetException {
    if (count < 0 || count > remaining()) {
      throw BadParquetException.corrupt(
          "it ends %d bytes early".formatted((long) count - remaining()));
    }
    position += count;
    return position - count;
  }

  /** The same bytes, read independently. */
  Bytes look() {
    return new Bytes(array, position, remaining());
  }

  /** The next bytes as a part of their own. */
  Bytes part(int length) throws BadParquetException {
    return new Bytes(array, skip(length), length);
  }
}
