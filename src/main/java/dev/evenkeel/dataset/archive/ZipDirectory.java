package dev.evenkeel.dataset.archive;

import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.error.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end of a zip file, which says how large its directory is: looked at before {@link
 * java.util.zip.ZipFile} reads the directory into the heap.
 *
 * @param entries as the file claims
 * @param bytes of the directory, as the file claims
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 4.3.16</a>
 */
record ZipDirectory(long entries, long bytes) {

  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_BYTES = 56;

  /** What an entry with a long name takes. */
  private static final int MOST_BYTES_AN_ENTRY = 256;

  private static final int LEAST_BYTES_AN_ENTRY = 46;

  static void check(Path file, int maxEntries) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ZipDirectory directory = read(channel);
      if (directory.entries > maxEntries
          || directory.bytes > (long) maxEntries * MOST_BYTES_AN_ENTRY) {
        throw UnreadableFile.tooLarge(
            "The zip has more than %d files, or names too long for so many. Upload fewer files."
                .formatted(maxEntries));
      }
      if (directory.entries * LEAST_BYTES_AN_ENTRY > directory.bytes) {
        throw notZip("its directory is damaged");
      }
    }
  }

  static ServiceException notZip(String why) {
    return UnreadableFile.because(
        "bad_zip", "The file is no zip that can be read: %s.".formatted(why));
  }

  private static ZipDirectory read(FileChannel channel) throws IOException {
    long size = channel.size();
    int tail = (int) Math.min(size, END_BYTES + LONGEST_COMMENT);
    ByteBuffer end = bytes(channel, size - tail, tail);
    for (int at = tail - END_BYTES; at >= 0; at--) {
      if (end.getInt(at) == END) {
        return directory(channel, size - tail + at, end, at);
      }
    }
    throw notZip("it has no directory at its end. Was the upload cut off?");
  }

  private static ZipDirectory directory(FileChannel channel, long position, ByteBuffer end, int at)
      throws IOException {
    int entries = Short.toUnsignedInt(end.getShort(at + 10));
    long bytes = Integer.toUnsignedLong(end.getInt(at + 12));
    if (position >= LOCATOR_64_BYTES) {
      ByteBuffer locator = bytes(channel, position - LOCATOR_64_BYTES, LOCATOR_64_BYTES);
      long end64 = locator.getLong(8);
      if (locator.getInt(0) == LOCATOR_64 && end64 >= 0 && end64 <= position - END_64_BYTES) {
        ByteBuffer larger = bytes(channel, end64, END_64_BYTES);
        if (larger.getInt(0) == END_64) {
          return larger(larger.getLong(32), larger.getLong(40));
        }
      }
    }
    return new ZipDirectory(entries, bytes);
  }

  private static ZipDirectory larger(long entries, long bytes) {
    boolean absurd = entries < 0 || bytes < 0 || entries > Integer.MAX_VALUE;
    return absurd
        ? new ZipDirectory(Integer.MAX_VALUE, Long.MAX_VALUE)
        : new ZipDirectory(entries, bytes);
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      continue;
    }
    return buffer;
  }
}
