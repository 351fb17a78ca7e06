package dev.evenkeel.storage;

/**
 * Some bytes of a blob, one behind the other.
 *
 * @param from the first of them, counted from 0
 * @param length how many they are
 */
public record ByteRange(long from, long length) {

  public ByteRange {
    if (from < 0 || length < 0) {
      throw new IllegalArgumentException("No range of bytes: %d from %d.".formatted(length, from));
    }
  }

  /** The last of them. */
  public long last() {
    return from + length - 1;
  }
}
