package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ContentKind;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.dataset.table.CsvFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** CSV files, plain or gzipped, whatever their rows stand for. */
final class CsvFormat implements DatasetFormat {

  /** How the rows become tensors. */
  @FunctionalInterface
  private interface Rows {
    Imported read(Path file, Path folder, DatasetSpec spec, DatasetSettings limits)
        throws IOException;
  }

  private final Rows rows;

  private CsvFormat(Rows rows) {
    this.rows = rows;
  }

  /** A row is an example. */
  static CsvFormat table() {
    return new CsvFormat(
        (file, folder, spec, limits) ->
            new TableImport(spec, limits).run(CsvFile.of(file, spec, limits), folder));
  }

  /** A row is a step of one of many sequences. */
  static CsvFormat sequences() {
    return new CsvFormat(
        (file, folder, spec, limits) ->
            new SequenceImport(spec, limits).run(new CsvFile(file, limits), folder));
  }

  /** A row is a step of the only series. */
  static CsvFormat series() {
    return new CsvFormat(
        (file, folder, spec, limits) ->
            new SeriesImport(spec, (FileFormat.SeriesCsv) spec.format(), limits)
                .run(new CsvFile(file, limits), folder));
  }

  @Override
  public DatasetImport importing(DatasetSpec spec, DatasetSettings limits) {
    return (file, folder) -> rows.read(file, folder, spec, limits);
  }

  @Override
  public DatasetPreview preview(
      StoredDataset dataset, Path folder, int rows, DatasetSettings limits) throws IOException {
    CsvFile file = CsvFile.of(StoredDataset.contentIn(folder), dataset.spec(), limits);
    return DatasetPreview.read(dataset, file, rows);
  }

  @Override
  public ContentKind content(InputStream file) throws IOException {
    return CsvFile.isGzip(file) ? ContentKind.GZIPPED_CSV : ContentKind.CSV;
  }
}
