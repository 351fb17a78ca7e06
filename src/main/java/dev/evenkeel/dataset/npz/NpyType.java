package dev.evenkeel.dataset.npz;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.parquet.Float16;
import dev.evenkeel.training.data.CellText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of the elements of a NumPy array.
 *
 * @param kind as NumPy writes it: b, i, u, f, U or S
 * @param size bytes of an element
 * @see <a href="https://numpy.org/doc/stable/reference/arrays.interface.html">typestr</a>
 */
public record NpyType(char kind, int size, ByteOrder order) {

  private static final Pattern DESCR = Pattern.compile("([<>|=])([a-zA-Z])(\\d+)(\\[.*)?");
  private static final int CODE_POINT_BYTES = 4;

  /**
   * @param array its name, for messages
   * @param descr as its header says
   */
  static NpyType of(String array, String descr, DatasetSettings limits) {
    Matcher parts = DESCR.matcher(descr.equals("|O") ? "|O8" : descr);
    if (!parts.matches()) {
      throw unsupported(array, descr, "Convert it: %s.astype('float32')".formatted(array));
    }
    char kind = parts.group(2).charAt(0);
    int count = parts.group(3).length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(parts.group(3));
    int mostText = limits.maxCellBytes();
    boolean fits =
        switch (kind) {
          case 'b' -> count == 1;
          case 'i', 'u' -> count == 1 || count == 2 || count == 4 || count == 8;
          case 'f' -> count == 2 || count == 4 || count == 8;
          case 'U' -> count <= mostText / CODE_POINT_BYTES;
          case 'S' -> count <= mostText;
          default -> false;
        };
    if (!fits) {
      throw unsupported(array, descr, advice(kind, array, mostText));
    }
    ByteOrder order = parts.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyType(kind, kind == 'U' ? count * CODE_POINT_BYTES : count, order);
  }

  private static String advice(char kind, String array, int mostText) {
    return switch (kind) {
      case 'O' ->
          "It holds Python objects, which are not read: they can run code. Convert it: %1$s.astype('float32'), or %1$s.astype(str) for labels"
              .formatted(array);
      case 'c' ->
          "Complex numbers are two each: np.stack([%1$s.real, %1$s.imag], axis=-1)"
              .formatted(array);
      case 'M', 'm' -> "Times are numbers of some unit: %s.astype('int64')".formatted(array);
      case 'U', 'S' -> "A text has at most %d bytes".formatted(mostText);
      default -> "Convert it: %s.astype('float32')".formatted(array);
    };
  }

  private static RuntimeException unsupported(String array, String descr, String advice) {
    return UnreadableFile.because(
        "unsupported_dtype",
        "Array '%s' has the dtype '%s', which is not taken. %s."
            .formatted(array, CellFaults.abbreviated(descr), advice));
  }

  boolean isText() {
    return kind == 'U' || kind == 'S';
  }

  boolean isWhole() {
    return kind == 'i' || kind == 'u';
  }

  public boolean isByte() {
    return kind == 'u' && size == 1;
  }

  /** The next element of a buffer of this byte order, which must not be text. */
  double number(ByteBuffer from) {
    if (kind == 'f') {
      return size == 2
          ? Float16.toDouble(from.getShort())
          : size == 4 ? from.getFloat() : from.getDouble();
    }
    long whole = whole(from);
    return kind == 'u' && size == 8 && whole < 0
        ? (double) (whole >>> 1 | whole & 1) * 2
        : (double) whole;
  }

  /** A number as a label, whole where it is; NumPy's own words for booleans. */
  String label(ByteBuffer from) {
    if (isText()) {
      return text(from);
    }
    if (kind == 'f') {
      return CellText.label(number(from));
    }
    long whole = whole(from);
    if (kind == 'b') {
      return whole == 0 ? "False" : "True";
    }
    return kind == 'u' ? Long.toUnsignedString(whole) : Long.toString(whole);
  }

  private long whole(ByteBuffer from) {
    boolean unsigned = kind == 'u';
    return switch (size) {
      case 1 -> unsigned ? Byte.toUnsignedLong(from.get()) : from.get();
      case 2 -> unsigned ? Short.toUnsignedLong(from.getShort()) : from.getShort();
      case 4 -> unsigned ? Integer.toUnsignedLong(from.getInt()) : from.getInt();
      default -> from.getLong();
    };
  }

  /** A text up to its trailing zeros, which only fill it up. */
  private String text(ByteBuffer from) {
    byte[] bytes = new byte[size];
    from.get(bytes);
    int end = size;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    if (kind == 'S') {
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    ByteBuffer codePoints = ByteBuffer.wrap(bytes).order(order);
    while (codePoints.position() < end) {
      int codePoint = codePoints.getInt();
      boolean broken =
          !Character.isValidCodePoint(codePoint)
              || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      text.appendCodePoint(broken ? 0xFFFD : codePoint);
    }
    return text.toString();
  }
}
