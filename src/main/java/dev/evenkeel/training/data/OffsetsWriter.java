package dev.evenkeel.training.data;

import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Streams the lengths of sequences into {@code offsets.npy}: int64 [sequences + 1], the first step
 * of each and the end of the last. One thread.
 */
public final class OffsetsWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel file;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long sequences;
  private long end;
  private int shortest = Integer.MAX_VALUE;
  private int longest;

  public OffsetsWriter(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    file.position(NpyWriter.HEADER_BYTES);
    buffer.putLong(0);
  }

  /** Appends the next sequence, of {@code steps} steps. */
  public void append(int steps) throws IOException {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
    end += steps;
    buffer.putLong(end);
    sequences++;
    shortest = Math.min(shortest, steps);
    longest = Math.max(longest, steps);
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  /** Writes the header, without which the file is no .npy, and says what was written. */
  public Layout.Sequences finish() throws IOException {
    flush();
    file.write(NpyWriter.header("<i8", "(%d,)".formatted(sequences + 1)), 0);
    return new Layout.Sequences(shortest, longest);
  }

  public long sequences() {
    return sequences;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
