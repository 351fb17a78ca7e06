package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.column.ColumnSet;
import dev.evenkeel.dataset.column.TimeColumn;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.dataset.table.ColumnTypes;
import dev.evenkeel.dataset.table.TableFile;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Turns one series into a tensor, a row a step, of which training takes windows as views: nothing
 * is stored twice. One pass at constant memory.
 */
final class SeriesImport {

  private final DatasetSpec spec;
  private final FileFormat.SeriesCsv format;
  private final ColumnSet columns;
  private long previous;
  private String previousText = "";
  private boolean started;

  SeriesImport(DatasetSpec spec, FileFormat.SeriesCsv format, DatasetSettings limits) {
    this.spec = spec;
    this.format = format;
    columns = new ColumnSet(spec, limits);
  }

  /**
   * @param folder takes features.npy
   */
  Imported run(TableFile file, Path folder) throws IOException {
    Map<String, ColumnType> types = ColumnTypes.of(file, spec);
    Path features = folder.resolve(DatasetSchema.FEATURES_FILE);
    try (Cells cells = file.open();
        NpyWriter inputs = new NpyWriter(features, ColumnSet.countFeatures(types, spec))) {
      columns.plan(types, inputs::append, inputs::append);
      columns.readRows(cells, this::requireLater);
      inputs.finish();
    }
    requireSteps();
    columns.remapFeatures(features);
    return imported();
  }

  private void requireLater(ColumnSet.Row row) {
    TimeColumn time = columns.time();
    if (!row.complete() || !time.isKnown()) {
      return;
    }
    if (started && time.key() <= previous) {
      columns
          .faults()
          .badCell(
              row.line(),
              time.name(),
              time.text(),
              "is not later than '%s' in the row before; sort the rows by time, one a step"
                  .formatted(CellFaults.abbreviated(previousText)));
    }
    started = true;
    previous = time.key();
    previousText = time.text();
  }

  private void requireSteps() {
    long steps = columns.rows();
    long needed = (long) format.window() + format.horizon();
    if (needed > steps) {
      throw refused(
          "/window",
          "A window of %d and a horizon of %d need %d steps, and the file has %d. Choose a smaller window, or upload more steps."
              .formatted(format.window(), format.horizon(), needed, steps));
    }
    if (format.season() != null && format.season() >= steps) {
      throw refused(
          "/season",
          "A season of %d steps is not seen once in a file of %d steps."
              .formatted(format.season(), steps));
    }
  }

  private static ServiceException refused(String pointer, String message) {
    return ServiceException.invalid(List.of(new Fault(pointer, "out_of_range", message)));
  }

  private Imported imported() {
    Layout.Windows layout =
        new Layout.Windows(
            columns.rows(), format.window(), format.horizon(), format.season(), format.time());
    return columns.found().imported(layout, layout.windows(), List.of());
  }
}
