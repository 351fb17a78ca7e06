package dev.evenkeel.parquet;

import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decompresses pages; the size that a page claims is the size that it must have. */
enum Codec {
  UNCOMPRESSED,
  SNAPPY,
  GZIP,
  ZSTD,
  LZ4_RAW;

  private static final String[] NAMES = {
    "UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"
  };

  static Codec of(int number) throws BadParquetException {
    return switch (number) {
      case 0 -> UNCOMPRESSED;
      case 1 -> SNAPPY;
      case 2 -> GZIP;
      case 6 -> ZSTD;
      case 7 -> LZ4_RAW;
      default ->
          throw BadParquetException.because(
              "unsupported_codec",
              "The file is compressed with %s, which is not read. Write it with snappy, gzip, zstd, lz4_raw or none."
                  .formatted(
                      number > 0 && number < NAMES.length ? NAMES[number] : "codec " + number));
    };
  }

  /**
   * @param into takes exactly {@code size} bytes from its index {@code at} on
   */
  void decompress(Bytes from, byte[] into, int at, int size) throws BadParquetException {
    int length = from.remaining();
    int start = from.skip(length);
    int got;
    try {
      got = size(from.array, start, length, into, at, size);
    } catch (IOException | RuntimeException e) {
      throw BadParquetException.corrupt("a page cannot be decompressed");
    }
    if (got != size) {
      throw BadParquetException.corrupt(
          "a page has %d bytes where it claims %d".formatted(got, size));
    }
  }

  private int size(byte[] from, int start, int length, byte[] into, int at, int size)
      throws IOException {
    return switch (this) {
      case UNCOMPRESSED -> copy(from, start, length, into, at, size);
      case GZIP -> gunzip(from, start, length, into, at, size);
      case SNAPPY -> new SnappyDecompressor().decompress(from, start, length, into, at, size);
      case ZSTD -> new ZstdDecompressor().decompress(from, start, length, into, at, size);
      case LZ4_RAW -> new Lz4Decompressor().decompress(from, start, length, into, at, size);
    };
  }

  private static int copy(byte[] from, int start, int length, byte[] into, int at, int size) {
    System.arraycopy(from, start, into, at, Math.min(length, size));
    return length;
  }

  private static int gunzip(byte[] from, int start, int length, byte[] into, int at, int size)
      throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(from, start, length))) {
      int read = in.readNBytes(into, at, size);
      return in.read() < 0 ? read : size + 1;
    }
  }
}
