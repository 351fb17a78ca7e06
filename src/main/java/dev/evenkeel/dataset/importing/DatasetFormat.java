package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ContentKind;
import dev.evenkeel.dataset.spec.DatasetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** How files of one format are read: their import, their first examples, what they are called. */
public interface DatasetFormat {

  DatasetImport importing(DatasetSpec spec, DatasetSettings limits);

  /**
   * The first examples of a stored dataset.
   *
   * @param folder with the original bytes and the tensors
   */
  DatasetPreview preview(StoredDataset dataset, Path folder, int rows, DatasetSettings limits)
      throws IOException;

  /**
   * What the original bytes are to be called when they are downloaded.
   *
   * @param file at its beginning
   */
  ContentKind content(InputStream file) throws IOException;
}
