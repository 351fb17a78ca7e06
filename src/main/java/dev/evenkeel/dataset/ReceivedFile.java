package dev.evenkeel.dataset;

import dev.evenkeel.storage.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * A file that a client has uploaded, in a work folder of its own that closing deletes with
 * everything else that was made in it.
 */
record ReceivedFile(Path folder, Digest digest) implements AutoCloseable {

  static Path in(Path folder) {
    return folder.resolve("content");
  }

  Path path() {
    return in(folder);
  }

  @Override
  public void close() {
    delete(folder);
  }

  static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
