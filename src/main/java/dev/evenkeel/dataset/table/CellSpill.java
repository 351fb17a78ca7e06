package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.archive.DecompressionBudget;
import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.parquet.CellSink;
import dev.evenkeel.training.data.tensors.Unmapping;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells that are written column by column and read row by row: a file without a name, mapped to be
 * read, so that the heap holds none of them. One thread.
 */
final class CellSpill implements CellSink, Closeable {

  static final byte NONE = 0;
  static final byte WHOLE = 1;
  static final byte NUMBER = 2;
  static final byte FALSE = 3;
  static final byte TRUE = 4;
  static final byte TEXT = 5;

  private static final int BUFFER_BYTES = 1 << 17;
  private static final int LONGEST_FIXED = 1 + Long.BYTES;
  private static final long PIECE_BYTES = 1L << 30;

  private final FileChannel file;
  private final DecompressionBudget budget;
  private final int maxCellBytes;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final List<Long> ends = new ArrayList<>();
  private final List<ByteBuffer> mappings = new ArrayList<>();
  private String column = "";
  private long cells;
  private long written;

  /**
   * @param file is made, and gone when this is closed
   * @param maxCellBytes of a text
   */
  CellSpill(Path file, DatasetSettings limits, int maxCellBytes) throws IOException {
    this.file =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    budget = new DecompressionBudget(limits.maxDecompressedBytes());
    this.maxCellBytes = maxCellBytes;
  }

  /** The cells that follow are those of another column. */
  void begin(String name) {
    column = name;
    cells = 0;
  }

  /** No more cells of the column follow. */
  void end() throws IOException {
    flush();
    if (written - (ends.isEmpty() ? 0 : ends.get(ends.size() - 1)) > Integer.MAX_VALUE) {
      throw UnreadableFile.tooLarge(
          "A row group holds more than %d bytes of column '%s'. Write smaller row groups."
              .formatted(Integer.MAX_VALUE, CellFaults.abbreviated(column)));
    }
    ends.add(written);
  }

  @Override
  public void none() throws IOException {
    cell().put(NONE);
  }

  @Override
  public void whole(long value) throws IOException {
    cell().put(WHOLE).putLong(value);
  }

  @Override
  public void number(double value) throws IOException {
    cell().put(NUMBER).putDouble(value);
  }

  @Override
  public void bool(boolean value) throws IOException {
    cell().put(value ? TRUE : FALSE);
  }

  @Override
  public void text(byte[] bytes, int from, int length) throws IOException {
    if (length > maxCellBytes) {
      throw UnreadableFile.because(
          "cell_too_long",
          "Row %d, column '%s': a cell is longer than %d bytes. Leave the column out with the type ignore."
              .formatted(cells + 1, CellFaults.abbreviated(column), maxCellBytes));
    }
    cell().put(TEXT).putInt(length);
    for (int done = 0; done < length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int some = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, from + done, some);
      done += some;
    }
  }

  /** Room for one more cell, or for its beginning. */
  private ByteBuffer cell() throws IOException {
    cells++;
    if (buffer.remaining() < LONGEST_FIXED) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    written += buffer.remaining();
    budget.spend(buffer.remaining());
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  /** The cells of each column; valid until the next {@link #clear}. */
  ByteBuffer[] columns() throws IOException {
    ByteBuffer[] columns = new ByteBuffer[ends.size()];
    int first = 0;
    while (first < columns.length) {
      long start = first == 0 ? 0 : ends.get(first - 1);
      int next = first + 1;
      while (next < columns.length && ends.get(next) - start <= PIECE_BYTES) {
        next++;
      }
      ByteBuffer piece = file.map(FileChannel.MapMode.READ_ONLY, start, ends.get(next - 1) - start);
      mappings.add(piece);
      for (long from = start; first < next; first++) {
        int length = (int) (ends.get(first) - from);
        columns[first] = piece.slice((int) (from - start), length);
        from = ends.get(first);
      }
    }
    return columns;
  }

  /** Makes room for the next row group. */
  void clear() throws IOException {
    mappings.forEach(Unmapping::unmap);
    mappings.clear();
    ends.clear();
    file.truncate(0);
    file.position(0);
    written = 0;
  }

  @Override
  public void close() throws IOException {
    mappings.forEach(Unmapping::unmap);
    mappings.clear();
    file.close();
  }
}
