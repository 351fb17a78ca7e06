package dev.evenkeel.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes arrays as NumPy does, for tests. */
public final class Npys {

  private Npys() {}

  /** An array of anything: the header as it is given, then the bytes. */
  public static byte[] npy(String descr, String shape, boolean fortran, byte[] elements) {
    String header =
        "{'descr': %s, 'fortran_order': %s, 'shape': %s, }"
            .formatted(descr, fortran ? "True" : "False", shape);
    byte[] text = (header.concat(" ".repeat(117 - header.length())) + "\n").getBytes();
    return ByteBuffer.allocate(10 + text.length + elements.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) text.length)
        .put(text)
        .put(elements)
        .array();
  }

  public static byte[] npy(String descr, String shape, byte[] elements) {
    return npy("'" + descr + "'", shape, false, elements);
  }

  public static byte[] floats(String shape, double... values) {
    return npy("<f4", shape, elements("<f4", values));
  }

  public static byte[] ints(String shape, double... values) {
    return npy("<i8", shape, elements("<i8", values));
  }

  /** Texts of one length in UTF-32. */
  public static byte[] texts(String shape, int length, String... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * length * 4);
    for (String value : values) {
      bytes.put(Arrays.copyOf(value.getBytes(Charset.forName("UTF-32LE")), length * 4));
    }
    return npy("<U" + length, shape, bytes.array());
  }

  public static byte[] elements(String descr, double... values) {
    int size = descr.charAt(2) - '0';
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * size)
            .order(descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (descr.substring(1)) {
        case "f8" -> bytes.putDouble(value);
        case "f4" -> bytes.putFloat((float) value);
        case "i8", "u8" -> bytes.putLong((long) value);
        case "i4", "u4" -> bytes.putInt((int) (long) value);
        case "i2", "u2" -> bytes.putShort((short) value);
        case "i1", "u1", "b1" -> bytes.put((byte) value);
        default -> throw new IllegalArgumentException(descr);
      }
    }
    return bytes.array();
  }
}
