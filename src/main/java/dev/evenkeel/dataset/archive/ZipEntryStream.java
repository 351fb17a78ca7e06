package dev.evenkeel.dataset.archive;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.error.ServiceException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** The bytes of one file in a zip: counted, and held against their checksum at the end. */
final class ZipEntryStream extends FilterInputStream {

  private final ZipEntry entry;
  private final DecompressionBudget budget;
  private final CRC32 checksum = new CRC32();

  ZipEntryStream(InputStream in, ZipEntry entry, DecompressionBudget budget) {
    super(in);
    this.entry = entry;
    this.budget = budget;
  }

  static ServiceException corrupt(String name) {
    return UnreadableFile.because(
        "corrupt_entry",
        "'%s' of the zip is corrupt: its bytes do not fit what the zip says of them."
            .formatted(CellFaults.tail(name)));
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    int read;
    try {
      read = in.read(into, from, count);
    } catch (ZipException | EOFException e) {
      throw corrupt(entry.getName());
    }
    if (read < 0) {
      if (entry.getCrc() != -1 && checksum.getValue() != entry.getCrc()) {
        throw corrupt(entry.getName());
      }
      return read;
    }
    budget.spend(read);
    checksum.update(into, from, read);
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public long skip(long count) {
    throw new UnsupportedOperationException("What is skipped cannot be checked.");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
