package dev.evenkeel.storage;

/**
 * A stored blob.
 *
 * @param key where it lies, {@code datasets/<id>/content}
 * @param bytes its length
 * @param sha256 its digest in lower-case hexadecimal
 */
public record Blob(String key, long bytes, String sha256) {

  /** Its file's name, the last part of its key. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
