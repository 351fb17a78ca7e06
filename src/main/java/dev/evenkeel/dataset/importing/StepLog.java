package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.column.SequenceIdColumn;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Notes to which sequence and time each row of a file belongs: on disk, because rows are many; only
 * the lengths of sequences are in the heap. One thread.
 */
final class StepLog implements Closeable {

  private static final int RECORD_BYTES = Integer.BYTES + Long.BYTES;
  private static final int BUFFER_BYTES = RECORD_BYTES << 14;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private int[] lengths = new int[1 << 10];
  private int sequences;
  private int last = SequenceIdColumn.NONE;
  private long lastTime;
  private boolean inOrder = true;

  /** Takes the notes of all rows, in their order. */
  interface Reader {

    void row(int row, int sequence, long time);
  }

  StepLog(Path path) throws IOException {
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Notes the next row. Sequences are numbered as they appear. */
  void append(int sequence, long time) throws IOException {
    inOrder &= sequence == last ? time > lastTime : sequence == sequences;
    last = sequence;
    lastTime = time;
    sequences = Math.max(sequences, sequence + 1);
    if (sequence >= lengths.length) {
      lengths = Arrays.copyOf(lengths, sequence * 2);
    }
    lengths[sequence]++;
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.putInt(sequence).putLong(time);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  /** Whether sequences lie one behind the other, each in the order of its times. */
  boolean inOrder() {
    return inOrder;
  }

  int sequences() {
    return sequences;
  }

  /** Steps of a sequence so far. */
  int length(int sequence) {
    return sequence < sequences ? lengths[sequence] : 0;
  }

  /** Goes through all rows, as often as one likes; nothing can be appended afterwards. */
  void read(Reader reader) throws IOException {
    flush();
    file.position(0);
    int row = 0;
    while (file.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.remaining() >= RECORD_BYTES) {
        reader.row(row++, buffer.getInt(), buffer.getLong());
      }
      buffer.compact();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
