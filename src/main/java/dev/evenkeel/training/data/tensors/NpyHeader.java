package dev.evenkeel.training.data.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of NumPy's {@code .npy} format, versions 1.0 to 3.0.
 *
 * @param descr the type of an element as NumPy writes it: {@code <f4}
 * @param fortranOrder whether the first index varies fastest
 * @param shape sizes of the dimensions; empty for a single number
 * @param length bytes before the first element
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>
 */
public record NpyHeader(String descr, boolean fortranOrder, long[] shape, long length) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LARGEST = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)");

  /**
   * Reads a header and leaves the channel at the first element.
   *
   * @throws IOException where the bytes are no such header; the message is fit for a client
   */
  public static NpyHeader read(ReadableByteChannel channel) throws IOException {
    ByteBuffer start = read(channel, 8);
    byte[] magic = new byte[MAGIC.length];
    start.get(magic);
    int major = start.get();
    if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 3) {
      throw new IOException("It is not an .npy array of version 1, 2 or 3.");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    ByteBuffer size = read(channel, lengthBytes);
    int length = major == 1 ? Short.toUnsignedInt(size.getShort()) : size.getInt();
    if (length < 0 || length > LARGEST) {
      throw new IOException("It has a header of %d bytes.".formatted(length));
    }
    String text = StandardCharsets.ISO_8859_1.decode(read(channel, length)).toString();
    return parse(text, 8L + lengthBytes + length);
  }

  private static NpyHeader parse(String text, long length) throws IOException {
    Matcher descr = DESCR.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !order.find() || !shape.find()) {
      throw new IOException("Its header does not describe an array of one type: " + text.strip());
    }
    return new NpyHeader(
        descr.group(1), order.group(1).equals("True"), sizes(shape.group(1)), length);
  }

  private static long[] sizes(String list) throws IOException {
    try {
      return Arrays.stream(list.split(","))
          .map(String::strip)
          .filter(size -> !size.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw new IOException("Its shape (%s) is too large.".formatted(list));
    }
  }

  private static ByteBuffer read(ReadableByteChannel channel, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("It ends within its header.");
      }
    }
    return buffer.flip();
  }

  /** Elements of the array; {@link Long#MAX_VALUE} where they can't be counted. */
  public long elements() {
    long count = 1;
    for (long size : shape) {
      if (size != 0 && count > Long.MAX_VALUE / size) {
        return Long.MAX_VALUE;
      }
      count *= size;
    }
    return count;
  }
}
