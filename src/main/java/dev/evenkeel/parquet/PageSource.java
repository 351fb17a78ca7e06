package dev.evenkeel.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/**
 * Reads the pages of a file as they are stored, each with its header. The buffer grows with the
 * largest page and is used again for the next. One thread.
 */
final class PageSource {

  private static final int USUAL_HEADER_BYTES = 1 << 10;
  private static final int MOST_HEADER_BYTES = 1 << 18;
  private static final int MOST_PAGE_BYTES = 32 << 20;

  /** So that a file of empty pages comes to an end. */
  private static final int COST_OF_A_PAGE = 1 << 10;

  private final FileChannel file;
  private final long end;
  private long decompressedBytesLeft;
  private final long mostDecompressedBytes;
  private long position;
  private byte[] stored = new byte[0];
  private byte[] decompressed = new byte[0];
  private int storedBytes;

  /**
   * @param end of the pages of the file: where its footer begins
   * @param mostDecompressedBytes of all pages together
   */
  PageSource(FileChannel file, long end, long mostDecompressedBytes) {
    this.file = file;
    this.end = end;
    this.mostDecompressedBytes = mostDecompressedBytes;
    decompressedBytesLeft = mostDecompressedBytes;
  }

  /** Goes to a page by its offset. */
  void seek(long offset) throws BadParquetException {
    if (offset < 0 || offset >= end) {
      throw BadParquetException.corrupt("a column lies outside of the file");
    }
    position = offset;
  }

  /** The header of the next page; its bytes are {@link #page} then. */
  PageHeader next() throws IOException {
    PageHeader header = header(USUAL_HEADER_BYTES);
    check(header);
    if (stored.length < header.storedBytes()) {
      stored = new byte[header.storedBytes()];
    }
    storedBytes = header.storedBytes();
    fill(stored, storedBytes);
    position += storedBytes;
    if (header.checksum() != null) {
      CRC32 checksum = new CRC32();
      checksum.update(stored, 0, storedBytes);
      if ((int) checksum.getValue() != header.checksum()) {
        throw BadParquetException.corrupt("the checksum of a page does not fit its bytes");
      }
    }
    return header;
  }

  Bytes page() {
    return new Bytes(stored, 0, storedBytes);
  }

  /**
   * The current page decompressed.
   *
   * @param plain how many bytes at its front are never compressed
   */
  Bytes decompressed(Codec codec, int size, int plain) throws BadParquetException {
    if (decompressed.length < size) {
      decompressed = new byte[size];
    }
    System.arraycopy(stored, 0, decompressed, 0, plain);
    Bytes compressed = new Bytes(stored, plain, storedBytes - plain);
    if (size > plain) {
      codec.decompress(compressed, decompressed, plain, size - plain);
    }
    return new Bytes(decompressed, 0, size);
  }

  private PageHeader header(int most) throws IOException {
    int length = (int) Math.min(most, end - position);
    byte[] bytes = new byte[length];
    fill(bytes, length);
    Bytes in = new Bytes(bytes, 0, length);
    try {
      PageHeader header = PageHeader.read(in);
      position += in.position();
      return header;
    } catch (BadParquetException e) {
      // Statistics of long texts make long headers.
      if (length < most || most >= MOST_HEADER_BYTES) {
        throw e;
      }
      return header(MOST_HEADER_BYTES);
    }
  }

  private void check(PageHeader header) throws BadParquetException {
    if (header.storedBytes() < 0
        || header.uncompressedBytes() < 0
        || header.storedBytes() > end - position) {
      throw BadParquetException.corrupt("a page is larger than the file");
    }
    int larger = Math.max(header.storedBytes(), header.uncompressedBytes());
    if (larger > MOST_PAGE_BYTES) {
      throw BadParquetException.tooLarge(
          "The file has a page of %d bytes; at most %d are taken. Write it with smaller pages (data_page_size)."
              .formatted(larger, MOST_PAGE_BYTES));
    }
    decompressedBytesLeft -= larger + COST_OF_A_PAGE;
    if (decompressedBytesLeft < 0) {
      throw BadParquetException.tooLarge(
          "The file holds more than %d bytes decompressed, the most that is taken."
              .formatted(mostDecompressedBytes));
    }
  }

  private void fill(byte[] into, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(into, 0, count);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw BadParquetException.corrupt("it ends within a page");
      }
    }
  }
}
