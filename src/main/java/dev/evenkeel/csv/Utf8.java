package dev.evenkeel.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and says where a file is something else. One thread. */
final class Utf8 {

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

  /** Bytes of the byte order mark at the start of a file: 3 or none. */
  static int lengthOfMark(ByteBuffer head) {
    if (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF)) {
      throw BadCsvException.encoding(
          "The file is UTF-16 (its bytes 0 and 1 say so). Save it as UTF-8.");
    }
    return startsWith(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
  }

  private static boolean startsWith(ByteBuffer head, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (head.limit() <= i || (head.get(i) & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param line file line of the bytes
   * @param offset of the first byte in the file
   */
  String decode(ByteBuffer bytes, long line, long offset) {
    try {
      return decoder.decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw BadCsvException.encoding(
          "Line %d is not UTF-8 at byte %d. Save the file as UTF-8."
              .formatted(line, offset + validBytes(bytes)));
    }
  }

  private int validBytes(ByteBuffer bytes) {
    decoder.reset().decode(bytes, CharBuffer.allocate(bytes.capacity()), true);
    return bytes.position();
  }
}
