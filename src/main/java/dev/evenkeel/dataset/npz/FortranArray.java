package dev.evenkeel.dataset.npz;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads an array whose first index varies fastest as if its last did: some rows at a time, gathered
 * from a copy on the disk.
 */
final class FortranArray extends InputStream {

  private static final int BLOCK_BYTES = 8 << 20;

  private final NpzArray array;
  private final FileChannel file;
  private final long columns;
  private final int rowsPerBlock;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long nextRow;

  private FortranArray(NpzArray array, FileChannel file) {
    this.array = array;
    this.file = file;
    columns = array.elementsPerRow();
    long rowBytes = Math.max(1, columns * array.type().size());
    rowsPerBlock = (int) Math.max(1, Math.min(array.size(0), BLOCK_BYTES / rowBytes));
  }

  /**
   * @param copy a file that is made, and deleted when the answer is closed
   */
  static FortranArray copy(NpyElements raw, NpzArray array, Path copy) throws IOException {
    try (OutputStream out = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
      for (ByteBuffer some = raw.next(); some.hasRemaining(); some = raw.next()) {
        out.write(some.array(), some.position(), some.remaining());
        some.position(some.limit());
      }
    }
    return new FortranArray(
        array, FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE));
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    if (!block.hasRemaining() && !readBlock()) {
      return -1;
    }
    int read = Math.min(count, block.remaining());
    block.get(into, from, read);
    return read;
  }

  @Override
  public int read() throws IOException {
    return block.hasRemaining() || readBlock() ? block.get() & 0xFF : -1;
  }

  private boolean readBlock() throws IOException {
    int rows = (int) Math.min(rowsPerBlock, array.size(0) - nextRow);
    if (rows <= 0) {
      return false;
    }
    int size = array.type().size();
    byte[] gathered = new byte[(int) (rows * columns * size)];
    ByteBuffer some = ByteBuffer.allocate(rows * size);
    long[] index = new long[array.rank()];
    for (int column = 0; column < columns; column++) {
      read(some.clear(), (offset(index) * array.size(0) + nextRow) * size);
      for (int row = 0; row < rows; row++) {
        some.get(row * size, gathered, (int) (row * columns + column) * size, size);
      }
      advance(index);
    }
    nextRow += rows;
    block = ByteBuffer.wrap(gathered);
    return true;
  }

  /** Where a column lies: the second index varies fastest among those that are left. */
  private long offset(long[] index) {
    long offset = 0;
    for (int d = index.length - 1; d > 0; d--) {
      offset = offset * array.size(d) + index[d];
    }
    return offset;
  }

  /** To the next column in C order: the last index varies fastest. */
  private void advance(long[] index) {
    for (int d = index.length - 1; d > 0; d--) {
      index[d]++;
      if (index[d] < array.size(d)) {
        return;
      }
      index[d] = 0;
    }
  }

  private void read(ByteBuffer into, long position) throws IOException {
    while (into.hasRemaining()) {
      if (file.read(into, position + into.position()) < 0) {
        throw new IOException("The copy of an array is shorter than the array.");
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
