package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.profile.Imported;
import java.io.IOException;
import java.nio.file.Path;

/** Turns an uploaded file into tensors, at constant memory. One use. */
@FunctionalInterface
public interface DatasetImport {

  /**
   * Writes the tensors; the caller writes the schema and, where this throws, deletes the folder.
   *
   * @param file the upload
   * @param folder takes features.npy and whichever of targets.npy, offsets.npy and tokens.txt the
   *     layout has; may hold temporary files while this runs
   */
  Imported run(Path file, Path folder) throws IOException;
}
