package dev.evenkeel.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The length and SHA-256 of a stream of bytes.
 *
 * @param sha256 lower-case hexadecimal
 */
public record Digest(long bytes, String sha256) {

  private static final int BUFFER = 1 << 17;

  /** Digests what it copies; closes neither stream. */
  public static Digest copying(InputStream in, OutputStream out) throws IOException {
    MessageDigest sha256 = newSha256();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      sha256.update(buffer, 0, read);
      out.write(buffer, 0, read);
      bytes += read;
    }
    return new Digest(bytes, HexFormat.of().formatHex(sha256.digest()));
  }

  public static Digest of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return copying(in, OutputStream.nullOutputStream());
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
