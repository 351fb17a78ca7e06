package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ContentKind;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Zips with one folder of images a class. */
final class ImagesFormat implements DatasetFormat {

  @Override
  public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
    return new ImagesImport((FileFormat.Images) spec.format(), limits);
  }

  @Override
  public DatasetPreview preview(
      StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
    FileFormat.Images format = (FileFormat.Images) dataset.spec().format();
    return ImagesPreview.of(dataset, StoredDataset.contentIn(folder), format, rows, limits);
  }

  @Override
  public ContentKind content(InputStream file) {
    return ContentKind.ZIP;
  }
}
