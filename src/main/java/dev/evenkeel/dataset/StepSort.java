package dev.evenkeel.dataset;

import dev.evenkeel.training.data.NpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Brings rows into the order of their sequences and times. In the heap are one number a sequence
 * and the longest sequence's times; the rest goes through files.
 *
 * <p>First the times and row numbers are dealt out to the places of their sequences, in the order
 * of the file; then each sequence is sorted by itself and its rows are copied.
 */
final class StepSort {

  private static final int RECORD_BYTES = 2 * Long.BYTES;
  private static final int COPY_BYTES = 1 << 18;

  private final StepLog log;
  private final DuplicateSteps duplicates;
  private final int columns;

  /**
   * @param columns of the tensor
   */
  StepSort(StepLog log, DuplicateSteps duplicates, int columns) {
    this.log = log;
    this.duplicates = duplicates;
    this.columns = columns;
  }

  /**
   * @param unsorted a tensor whose rows are in the order of the log
   * @param sorted takes the same rows in order
   * @param scratch a file for the while
   */
  void sort(Path unsorted, NpyWriter sorted, Path scratch) throws IOException {
    try (FileChannel rows = FileChannel.open(unsorted, StandardOpenOption.READ);
        FileChannel dealt =
            FileChannel.open(
                scratch,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
      deal(dealt);
      long first = 0;
      RowCopy copy = new RowCopy(rows, sorted);
      for (int sequence = 0; sequence < log.sequences(); sequence++) {
        int length = log.length(sequence);
        copy.copy(ordered(sequence, read(dealt, first, length)));
        first += length;
      }
    }
  }

  private void deal(FileChannel dealt) throws IOException {
    long[] next = new long[log.sequences()];
    for (int sequence = 1; sequence < next.length; sequence++) {
      next[sequence] = next[sequence - 1] + log.length(sequence - 1);
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES);
    log.read(
        (row, sequence, time) -> {
          buffer.clear().putLong(time).putLong(row).flip();
          write(dealt, buffer, next[sequence]++ * RECORD_BYTES);
        });
  }

  private static void write(FileChannel file, ByteBuffer buffer, long at) throws IOException {
    long from = at - buffer.position();
    while (buffer.hasRemaining()) {
      file.write(buffer, from + buffer.position());
    }
  }

  private static ByteBuffer read(FileChannel file, long first, int length) throws IOException {
    ByteBuffer records = ByteBuffer.allocate(Math.multiplyExact(length, RECORD_BYTES));
    readFully(file, records, first * RECORD_BYTES);
    return records.flip();
  }

  private static void readFully(FileChannel file, ByteBuffer buffer, long at) throws IOException {
    long from = at - buffer.position();
    while (buffer.hasRemaining()) {
      if (file.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("A temporary file is shorter than it was written.");
      }
    }
  }

  /** The rows of a sequence by their times. */
  private long[] ordered(int sequence, ByteBuffer records) {
    int length = records.remaining() / RECORD_BYTES;
    long[] times = new long[length];
    for (int i = 0; i < length; i++) {
      times[i] = records.getLong(i * RECORD_BYTES);
    }
    Arrays.sort(times);
    long[] rows = new long[length];
    Arrays.fill(rows, -1);
    for (int i = 0; i < length; i++) {
      int place = Arrays.binarySearch(times, records.getLong(i * RECORD_BYTES));
      long row = records.getLong(i * RECORD_BYTES + Long.BYTES);
      if (rows[place] >= 0) {
        duplicates.add(sequence, rows[place], row);
      }
      rows[place] = row;
    }
    return rows;
  }

  /** Copies rows one after the other, those together that lie together. */
  private final class RowCopy {

    private final FileChannel from;
    private final NpyWriter to;
    private final long rowBytes = (long) columns * Float.BYTES;
    private final int most = (int) Math.max(1, COPY_BYTES / rowBytes);
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(most * rowBytes)).order(ByteOrder.LITTLE_ENDIAN);

    RowCopy(FileChannel from, NpyWriter to) {
      this.from = from;
      this.to = to;
    }

    void copy(long[] rows) throws IOException {
      if (!duplicates.isEmpty()) {
        return;
      }
      int at = 0;
      while (at < rows.length) {
        int count = 1;
        while (count < most
            && at + count < rows.length
            && rows[at + count] == rows[at + count - 1] + 1) {
          count++;
        }
        copy(rows[at], count);
        at += count;
      }
    }

    private void copy(long first, int count) throws IOException {
      buffer.clear().limit((int) (count * rowBytes));
      readFully(from, buffer, NpyWriter.HEADER_BYTES + first * rowBytes);
      buffer.flip();
      while (buffer.hasRemaining()) {
        to.append(buffer.getFloat());
      }
    }
  }
}
