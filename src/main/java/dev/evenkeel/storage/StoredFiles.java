package dev.evenkeel.storage;

import java.nio.file.Files;
import java.nio.file.Path;

/** Blobs that are files already: a lease on them costs nothing. */
record StoredFiles(String prefix, Path folder) implements LocalFiles {

  static StoredFiles of(String prefix, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw MissingBlob.refusal(prefix);
    }
    return new StoredFiles(prefix, folder);
  }

  @Override
  public Path file(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw MissingBlob.refusal(prefix + "/" + name);
    }
    return file;
  }

  @Override
  public void close() {
    // They stay where they are.
  }
}
