package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands out paths for sockets in a folder that only this user can enter: whoever can connect to an
 * engine's socket can speak for the engine.
 */
public final class SocketFolder {

  /** The kernel's limit is 108 bytes with the terminating zero. */
  private static final int MAX_BYTES = 107;

  private static final int NAME_BYTES = 24;

  private final Path folder;
  private final AtomicInteger sockets = new AtomicInteger();

  private SocketFolder(Path folder) {
    this.folder = folder;
  }

  /** Takes the preferred folder unless its path is too long for a socket's name. */
  public static SocketFolder in(Path preferred) {
    try {
      if (bytes(preferred) + NAME_BYTES <= MAX_BYTES) {
        Files.createDirectories(preferred);
        Files.setPosixFilePermissions(preferred, PosixFilePermissions.fromString("rwx------"));
        return new SocketFolder(preferred);
      }
      // createTempDirectory makes it for this user alone
      Path temporary = Files.createTempDirectory("evenkeel");
      if (bytes(temporary) + NAME_BYTES > MAX_BYTES) {
        throw new IllegalStateException(
            "Neither %s nor %s is short enough for a socket. Give a shorter evenkeel.data-dir."
                .formatted(preferred, temporary));
      }
      return new SocketFolder(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int bytes(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** A path that no socket of this server has; what a killed one left there is removed. */
  Path next() {
    Path socket = folder.resolve("engine-%d.sock".formatted(sockets.incrementAndGet()));
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return socket;
  }
}
