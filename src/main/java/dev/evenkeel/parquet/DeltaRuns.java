package dev.evenkeel.parquet;

/**
 * Whole numbers as differences, packed in blocks of miniblocks with a bit width each
 * (DELTA_BINARY_PACKED). Nothing is unpacked ahead.
 */
final class DeltaRuns {

  private static final int MOST_MINIBLOCKS = 1 << 10;
  private static final int MOST_BLOCK = 1 << 20;
  private static final int GROUP = 8;

  private final Bytes in;
  private final int miniblocks;
  private final int miniblockValues;
  private final int count;
  private final int[] widths;
  private int read;
  private long value;
  private long leastDelta;
  private int miniblock;
  private int inMiniblock;
  private Bytes packed;
  private int bit;

  /**
   * @param most values that there can be
   */
  DeltaRuns(Bytes in, int most) throws BadParquetException {
    this.in = in;
    int block = in.count(MOST_BLOCK);
    miniblocks = in.count(MOST_MINIBLOCKS);
    if (miniblocks == 0 || block == 0 || block % (miniblocks * GROUP) != 0) {
      throw BadParquetException.corrupt(
          "it packs blocks of %d values in %d parts".formatted(block, miniblocks));
    }
    miniblockValues = block / miniblocks;
    count = in.count(most);
    value = in.zigzag();
    widths = new int[miniblocks];
    miniblock = miniblocks;
    inMiniblock = miniblockValues;
    packed = in;
  }

  int count() {
    return count;
  }

  long next() throws BadParquetException {
    if (read == count) {
      throw BadParquetException.corrupt("it holds fewer packed numbers than values");
    }
    if (read++ > 0) {
      if (inMiniblock == miniblockValues) {
        nextMiniblock();
      }
      inMiniblock++;
      value += leastDelta + unpack(widths[miniblock]);
    }
    return value;
  }

  private void nextMiniblock() throws BadParquetException {
    miniblock++;
    if (miniblock >= miniblocks) {
      startBlock();
    }
    packed = in.part(widths[miniblock] * (miniblockValues / GROUP));
    bit = 0;
    inMiniblock = 0;
  }

  private void startBlock() throws BadParquetException {
    leastDelta = in.zigzag();
    for (int i = 0; i < miniblocks; i++) {
      widths[i] = in.u8();
      if (widths[i] > Long.SIZE) {
        throw BadParquetException.corrupt("it packs numbers of %d bits".formatted(widths[i]));
      }
    }
    miniblock = 0;
  }

  private long unpack(int width) {
    long unpacked = 0;
    int got = 0;
    int at = packed.position() + bit / Byte.SIZE;
    int shift = bit % Byte.SIZE;
    while (got < width) {
      unpacked |= (packed.array[at++] & 0xFFL) >>> shift << got;
      got += Byte.SIZE - shift;
      shift = 0;
    }
    bit += width;
    return width == Long.SIZE ? unpacked : unpacked & (1L << width) - 1;
  }

  /** Reads all numbers, so that what follows them can be found. */
  void pass() throws BadParquetException {
    while (read < count) {
      next();
    }
  }
}
