package dev.evenkeel.storage;

import dev.evenkeel.error.ServiceException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Where blobs live. Keys are slash-separated names made by us, never by a client.
 *
 * <p>Thread-safe. Failures of the medium are {@link java.io.UncheckedIOException}.
 */
public interface BlobStore {

  /** Moves a finished local file in; it is there as a whole or not at all. */
  Blob adopt(String key, Path file);

  /**
   * Reads some of a blob's bytes; the caller closes the stream.
   *
   * @throws ServiceException where the blob is gone
   */
  InputStream open(String key, ByteRange range);

  /**
   * Makes what lies below a prefix a local folder.
   *
   * @throws ServiceException where nothing lies there any more
   */
  LocalFiles local(String prefix);

  /** Deletes everything whose key is {@code prefix} or lies below it; nothing there is fine. */
  void delete(String prefix);

  /**
   * Names what lies directly below {@code prefix} and got or lost nothing since a time; one after
   * the other, however many there are. The visitor may delete it.
   */
  void eachUntouchedSince(Instant time, String prefix, Consumer<String> visitor);

  /** A new empty folder on the same medium for work in progress; emptied when the server starts. */
  Path newWorkFolder(String name);
}
