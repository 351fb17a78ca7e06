package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ContentKind;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.table.ParquetTable;
import dev.evenkeel.parquet.BadParquetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Apache Parquet files with the columns of a table. */
final class ParquetFormat implements DatasetFormat {

  @Override
  public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
    return (file, folder) -> {
      try {
        Path scratch = folder.resolve("cells");
        ParquetTable table = new ParquetTable(file, spec, limits, scratch, Long.MAX_VALUE);
        return new TableImport(spec, limits).run(table, folder);
      } catch (BadParquetException e) {
        throw UnreadableFile.of(e);
      }
    };
  }

  @Override
  public DatasetPreview preview(
      StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
    Path scratch = Files.createTempDirectory("preview");
    try {
      Path file = StoredDataset.contentIn(folder);
      return DatasetPreview.read(
          dataset,
          new ParquetTable(file, dataset.spec(), limits, scratch.resolve("cells"), rows),
          rows);
    } finally {
      Files.delete(scratch);
    }
  }

  @Override
  public ContentKind content(InputStream file) {
    return ContentKind.PARQUET;
  }
}
