package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.column.ColumnFindings;
import dev.evenkeel.dataset.column.ColumnSet;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.table.ColumnTypes;
import dev.evenkeel.dataset.table.TableFile;
import dev.evenkeel.dataset.warning.RowDigest;
import dev.evenkeel.dataset.warning.TableWarnings;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Turns a table into tensors and a profile: a look at the first rows for the types, then one pass
 * at constant memory, then the categories' final codes.
 */
final class TableImport {

  private final DatasetSpec spec;
  private final ColumnSet columns;

  TableImport(DatasetSpec spec, DatasetSettings limits) {
    this.spec = spec;
    columns = new ColumnSet(spec, limits);
  }

  /**
   * @param folder takes features.npy and targets.npy; for texts offsets.npy and tokens.txt as well
   */
  Imported run(TableFile file, Path folder) throws IOException {
    Map<String, ColumnType> types = ColumnTypes.of(file, spec);
    if (spec.textColumn().isPresent()) {
      return new TextImport(spec, columns).run(file, types, folder);
    }
    Path features = folder.resolve(DatasetSchema.FEATURES_FILE);
    Path targets = folder.resolve(DatasetSchema.TARGETS_FILE);
    RowDigest digest = new RowDigest();
    try (Cells cells = file.open();
        NpyWriter inputs = new NpyWriter(features, ColumnSet.countFeatures(types, spec));
        NpyWriter outputs = new NpyWriter(targets, spec.targets().size())) {
      columns.plan(types, digest.features(inputs::append), digest.targets(outputs::append));
      columns.readRows(cells, row -> digest.endRow());
      inputs.finish();
      outputs.finish();
    }
    columns.remapFeatures(features);
    columns.remapTargets(targets);
    ColumnFindings found = columns.found();
    List<ProfileWarning> warnings =
        new TableWarnings(found, columns.rows()).in(folder, digest.counted());
    return found
        .imported(new Layout.Table(), columns.rows(), found.classCounts())
        .withWarnings(warnings);
  }
}
