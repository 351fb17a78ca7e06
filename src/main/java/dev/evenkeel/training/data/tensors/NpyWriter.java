package dev.evenkeel.training.data.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Streams a float32 matrix [rows, columns] into a {@code .npy} file (format 1.0, {@code <f4}, C
 * order) row by row; the number of rows is written into the header at the end. One thread.
 */
public final class NpyWriter implements AutoCloseable {

  /** Where the data begins: room for the longest shape, and a multiple of 64 as the format asks. */
  public static final int HEADER_BYTES = 128;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final int PREFIX_BYTES = 10;

  private final FileChannel file;
  private final int columns;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long values;

  public NpyWriter(Path path, int columns) throws IOException {
    this.columns = columns;
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    file.position(HEADER_BYTES);
  }

  /** Appends the next value of the current row. */
  public void append(float value) throws IOException {
    if (buffer.remaining() < Float.BYTES) {
      flush();
    }
    buffer.putFloat(value);
    values++;
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  /**
   * Writes the header. Without it the file is no .npy: a broken import is never mistaken for data.
   */
  public void finish() throws IOException {
    if (values % columns != 0) {
      throw new IllegalStateException(
          "%d values do not fill rows of %d columns.".formatted(values, columns));
    }
    flush();
    file.write(header("<f4", "(%d, %d)".formatted(values / columns, columns)), 0);
  }

  /**
   * A header of {@link #HEADER_BYTES} bytes for an array in C order.
   *
   * @param descr the type of an element as NumPy writes it
   * @param shape a tuple as Python writes it
   */
  public static ByteBuffer header(String descr, String shape) {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) (HEADER_BYTES - PREFIX_BYTES));
    header.put(text.getBytes(StandardCharsets.US_ASCII));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    header.put((byte) '\n').flip();
    return header;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
