package dev.evenkeel.csv;

import java.nio.ByteBuffer;

/** Finds out from a file's first line what stands between its cells. */
final class Separator {

  private Separator() {}

  /** Semicolon or tab where the first line has no comma and only one of the two; else a comma. */
  static byte of(ByteBuffer head) {
    int commas = 0;
    int semicolons = 0;
    int tabs = 0;
    boolean quoted = false;
    while (head.hasRemaining()) {
      byte b = head.get();
      if (b == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        if (b == '\n' || b == '\r') {
          break;
        }
        commas += b == ',' ? 1 : 0;
        semicolons += b == ';' ? 1 : 0;
        tabs += b == '\t' ? 1 : 0;
      }
    }
    if (commas > 0 || (semicolons > 0) == (tabs > 0)) {
      return ',';
    }
    return (byte) (tabs > 0 ? '\t' : ';');
  }
}
