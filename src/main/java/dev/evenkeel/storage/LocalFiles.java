package dev.evenkeel.storage;

import dev.evenkeel.error.ServiceException;
import java.nio.file.Path;

/**
 * A lease on local files with the content of blobs, for memory-mapping and for engines. Nobody
 * writes to them, and nobody uses them once the lease is closed.
 */
public interface LocalFiles extends AutoCloseable {

  /** The folder that holds everything below the prefix that was asked for. */
  Path folder();

  /**
   * A file of the folder.
   *
   * @throws ServiceException where its blob is gone
   */
  Path file(String name);

  @Override
  void close();
}
