package dev.evenkeel.storage;

/**
 * A stored blob.
 *
 * @param key where it lies, {@code datasets/<id>/content}
 * @param bytes its length
 * @param sha256 its digest in lower-case hexadecimal
 */
public record Blob(String key, long bytes, String sha256) {}
