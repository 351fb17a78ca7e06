package dev.evenkeel.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The server's own folder, held by one server at a time: the lock goes with the process, even a
 * killed one.
 */
@Component
public final class DataDirectory implements AutoCloseable {

  private final Path root;
  private final FileChannel lockFile;

  public DataDirectory(StorageProperties properties) {
    root = properties.dataDir().toAbsolutePath().normalize();
    try {
      Files.createDirectories(root);
      lockFile =
          FileChannel.open(
              root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "evenkeel.data-dir (%s) cannot be written to. Give a folder that this user may write."
              .formatted(root),
          e);
    }
    if (tryLock(lockFile) == null) {
      throw new IllegalStateException(
          "evenkeel.data-dir (%s) is in use by another server. Stop it, or give this one another folder."
              .formatted(root));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder inside, created where it is missing. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
