package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ContentKind;
import dev.evenkeel.dataset.spec.DatasetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** NumPy's archives with the arrays {@code x} and {@code y}. */
final class NpzFormat implements DatasetFormat {

  @Override
  public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
    return new NpzImport(spec, limits);
  }

  @Override
  public DatasetPreview preview(
      StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
    return NpzPreview.of(dataset, folder, rows);
  }

  @Override
  public ContentKind content(InputStream file) {
    return ContentKind.NPZ;
  }
}
