package dev.evenkeel.training.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A float32 matrix in NumPy's {@code .npy} format (version 1.0 or 2.0, {@code <f4}, C order),
 * mapped and read row by row; it may be larger than memory.
 *
 * <p>Belongs to one thread.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
public final class NpyTensor implements AutoCloseable {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST_HEADER = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr'\\s*:\\s*'<f4'\\s*,\\s*'fortran_order'\\s*:\\s*False\\s*,"
              + "\\s*'shape'\\s*:\\s*\\((\\d+)\\s*(?:,\\s*(\\d+)\\s*)?,?\\s*\\)\\s*,?\\s*\\}\\s*");

  private final long rows;
  private final int columns;
  private final MappedFloats floats;

  private NpyTensor(long rows, int columns, MappedFloats floats) {
    this.rows = rows;
    this.columns = columns;
    this.floats = floats;
  }

  /** Where the numbers begin, and how many there are. */
  private record Layout(long start, long rows, int columns) {}

  public static NpyTensor open(Path file) throws IOException {
    return open(file, 1L << 30);
  }

  static NpyTensor open(Path file, long pieceBytes) throws IOException {
    Layout layout;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      layout = layout(channel, file);
      long expected = layout.start() + layout.rows() * layout.columns() * Float.BYTES;
      if (channel.size() != expected) {
        throw new IOException(
            "%s holds %d bytes where its header says %d."
                .formatted(file.getFileName(), channel.size(), expected));
      }
    }
    return new NpyTensor(
        layout.rows(),
        layout.columns(),
        MappedFloats.map(file, layout.start(), layout.rows(), layout.columns(), pieceBytes));
  }

  public long rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Copies one row into {@code into}, from index {@code at} on. */
  public void readRow(long row, float[] into, int at) {
    floats.read(row, 0, into, at, columns);
  }

  @Override
  public void close() {
    floats.close();
  }

  private static Layout layout(FileChannel channel, Path file) throws IOException {
    ByteBuffer start = read(channel, 0, 12, file);
    byte[] magic = new byte[MAGIC.length];
    start.get(magic);
    int major = start.get();
    start.get();
    if (!java.util.Arrays.equals(magic, MAGIC) || major < 1 || major > 2) {
      throw new IOException("%s is not an .npy file of version 1 or 2.".formatted(file));
    }
    int lengthBytes = major == 1 ? 2 : 4;
    int length = major == 1 ? Short.toUnsignedInt(start.getShort()) : start.getInt();
    if (length < 0 || length > LARGEST_HEADER) {
      throw new IOException("%s has a header of %d bytes.".formatted(file, length));
    }
    long at = MAGIC.length + 2 + lengthBytes;
    String header = StandardCharsets.ISO_8859_1.decode(read(channel, at, length, file)).toString();
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IOException("%s is not a float32 matrix: %s".formatted(file, header.strip()));
    }
    int columns = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    return new Layout(at + length, Long.parseLong(matcher.group(1)), columns);
  }

  private static ByteBuffer read(FileChannel channel, long position, int count, Path file)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("%s ends within its header.".formatted(file.getFileName()));
      }
    }
    return buffer.flip();
  }
}
