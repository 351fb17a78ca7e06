package dev.evenkeel.storage;

import java.util.UUID;

/** Says whose blobs lie below a prefix, so that those of nobody can be swept. */
public interface BlobOwner {

  /** Such as {@code models}; below it lies a folder for each id. */
  String prefix();

  /** Whether there is a row to which the folder belongs. */
  boolean exists(UUID id);
}
