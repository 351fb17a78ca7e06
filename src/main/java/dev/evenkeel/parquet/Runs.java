package dev.evenkeel.parquet;

/**
 * Small numbers, either repeated or packed into bits: levels, and indices of a dictionary. Nothing
 * is unpacked ahead, so what a run claims to be long costs nothing.
 */
final class Runs {

  private static final int PACKED_GROUP = 8;

  private final Bytes in;
  private final int bits;
  private final int mask;
  private long left;
  private boolean packed;
  private int repeated;
  private long buffer;
  private int buffered;

  Runs(Bytes in, int bits) {
    this.in = in;
    this.bits = bits;
    mask = bits == Integer.SIZE ? -1 : (1 << bits) - 1;
  }

  int next() throws BadParquetException {
    if (left == 0) {
      startRun();
    }
    left--;
    return packed ? unpack() : repeated;
  }

  private void startRun() throws BadParquetException {
    long header = in.varint();
    packed = (header & 1) == 1;
    left = packed ? (header >>> 1) * PACKED_GROUP : header >>> 1;
    if (left <= 0) {
      throw BadParquetException.corrupt("a run in it has no values");
    }
    if (packed) {
      buffered = 0;
      buffer = 0;
    } else {
      repeated = 0;
      for (int at = 0; at < bits; at += Byte.SIZE) {
        repeated |= in.u8() << at;
      }
    }
  }

  private int unpack() throws BadParquetException {
    while (buffered < bits) {
      buffer |= (long) in.u8() << buffered;
      buffered += Byte.SIZE;
    }
    int value = (int) buffer & mask;
    buffer >>>= bits;
    buffered -= bits;
    return value;
  }
}
