package dev.evenkeel.training.data.tensors;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Streams a matrix of unsigned bytes [rows, columns] into a {@code .npy} file ({@code |u1}, C
 * order); the number of rows is written into the header at the end. One thread.
 */
public final class NpyBytesWriter implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 18;

  private final FileChannel file;
  private final OutputStream out;
  private final int columns;
  private long values;

  public NpyBytesWriter(Path path, int columns) throws IOException {
    this.columns = columns;
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    file.position(NpyWriter.HEADER_BYTES);
    out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
  }

  /** Appends the next values of the current row, or of several. */
  public void append(byte[] bytes, int from, int count) throws IOException {
    out.write(bytes, from, count);
    values += count;
  }

  /** Writes the header, without which the file is no .npy. */
  public void finish() throws IOException {
    if (values % columns != 0) {
      throw new IllegalStateException(
          "%d values do not fill rows of %d columns.".formatted(values, columns));
    }
    out.flush();
    file.write(NpyWriter.header("|u1", "(%d, %d)".formatted(values / columns, columns)), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
