package dev.evenkeel.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Keeps blobs as files of the data directory. A file appears under its key only by a rename, after
 * its bytes are on the disk. Thread-safe.
 */
@Component
final class FileBlobStore implements BlobStore {

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  private final Path blobs;
  private final Path work;

  FileBlobStore(DataDirectory directory) {
    blobs = directory.folder("blobs");
    work = directory.folder("work");
    emptyWork();
  }

  private void emptyWork() {
    try {
      FileSystemUtils.deleteRecursively(work);
      Files.createDirectories(work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Blob adopt(String key, Path file) {
    Path target = path(key);
    try {
      Digest digest = Digest.of(file);
      sync(file, StandardOpenOption.WRITE);
      moveIn(file, target);
      return new Blob(key, digest.bytes(), digest.sha256());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void moveIn(Path file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    // The rename itself, and every folder that may have been made for it, must outlive a crash too.
    for (Path folder = target.getParent();
        folder != null && folder.startsWith(blobs);
        folder = folder.getParent()) {
      sync(folder, StandardOpenOption.READ);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  @Override
  public InputStream open(String key, ByteRange range) {
    try {
      return new FilePart(path(key), range);
    } catch (NoSuchFileException e) {
      throw MissingBlob.refusal(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LocalFiles local(String prefix) {
    return StoredFiles.of(prefix, path(prefix));
  }

  @Override
  public void delete(String prefix) {
    try {
      FileSystemUtils.deleteRecursively(path(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void eachUntouchedSince(Instant time, String prefix, Consumer<String> visitor) {
    Path folder = path(prefix);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.getLastModifiedTime(entry).toInstant().isBefore(time)) {
          visitor.accept(entry.getFileName().toString());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path newWorkFolder(String name) {
    if (!SEGMENT.matcher(name).matches()) {
      throw new IllegalArgumentException("Not a name for a work folder: '%s'.".formatted(name));
    }
    try {
      return Files.createTempDirectory(work, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String key) {
    Path path = blobs;
    for (String segment : key.split("/", -1)) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new IllegalArgumentException("Not a blob key: '%s'.".formatted(key));
      }
      path = path.resolve(segment);
    }
    return path;
  }
}
