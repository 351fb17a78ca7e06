package dev.evenkeel.dataset.npz;

import dev.evenkeel.dataset.cells.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The elements of an array one after the other, exactly as many as its shape says. One thread. */
public final class NpyElements implements Closeable {

  private static final int BUFFER_BYTES = 1 << 17;

  private final NpzArray array;
  private final InputStream in;
  private final ByteBuffer buffer;
  private long left;

  /**
   * @param in behind the header
   */
  NpyElements(NpzArray array, InputStream in) {
    this.array = array;
    this.in = in;
    int size = array.type().size();
    buffer =
        ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / Math.max(1, size)) * size)
            .order(array.type().order());
    buffer.limit(0);
    left = array.header().elements();
  }

  /** The next elements, at least one; none at the end of the array. */
  public ByteBuffer next() throws IOException {
    if (!buffer.hasRemaining() && left > 0) {
      fill();
    }
    return buffer;
  }

  private void fill() throws IOException {
    int size = array.type().size();
    if (size == 0) {
      throw UnreadableFile.because(
          "unsupported_dtype", "Array '%s' holds empty texts only.".formatted(array.name()));
    }
    int wanted = (int) Math.min(buffer.capacity(), left * size);
    int read = in.readNBytes(buffer.array(), 0, wanted);
    if (read < wanted) {
      throw UnreadableFile.because(
          "npy_truncated",
          "Array '%s' of shape %s ends %d elements short. Save the file again."
              .formatted(array.name(), array.shape(), left - read / size));
    }
    left -= wanted / size;
    // Reading on verifies the checksum.
    if (left == 0 && in.read() >= 0) {
      throw UnreadableFile.because(
          "npy_too_long",
          "Array '%s' holds more bytes than its shape %s says."
              .formatted(array.name(), array.shape()));
    }
    buffer.clear().limit(wanted);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
