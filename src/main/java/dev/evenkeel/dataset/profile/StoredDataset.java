package dev.evenkeel.dataset.profile;

import dev.evenkeel.dataset.spec.DatasetSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of the table {@code dataset}; never changed once it is there.
 *
 * @param bytes length of the uploaded file
 * @param sha256 its digest
 */
public record StoredDataset(
    UUID id,
    DatasetSpec spec,
    DatasetProfile profile,
    long bytes,
    String sha256,
    long examples,
    Instant createdAt) {

  /** The name of the uploaded bytes among a dataset's files. */
  public static final String CONTENT_FILE = "content";

  /** The uploaded bytes in a folder with a dataset's files. */
  public static Path contentIn(Path folder) {
    return folder.resolve(CONTENT_FILE);
  }
}
