package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.column.ColumnFindings;
import dev.evenkeel.dataset.column.ColumnSet;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.table.TableFile;
import dev.evenkeel.dataset.warning.RepeatWarnings;
import dev.evenkeel.dataset.warning.RowDigest;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.OffsetsWriter;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Turns a table whose input is a text into sequences of words. One pass; the heap holds the
 * different words, up to a limit, and one text.
 */
final class TextImport {

  private static final float[][] NO_CHANCE = {{}};

  private final DatasetSpec spec;
  private final ColumnSet columns;

  TextImport(DatasetSpec spec, ColumnSet columns) {
    this.spec = spec;
    this.columns = columns;
  }

  /**
   * @param folder takes features.npy, targets.npy, offsets.npy and tokens.txt
   */
  Imported run(TableFile file, Map<String, ColumnType> types, Path folder) throws IOException {
    Path targets = folder.resolve(DatasetSchema.TARGETS_FILE);
    Layout.Sequences layout;
    RowDigest digest = new RowDigest();
    try (Cells cells = file.open();
        NpyWriter inputs = new NpyWriter(folder.resolve(DatasetSchema.FEATURES_FILE), 1);
        NpyWriter outputs = new NpyWriter(targets, spec.targets().size());
        OffsetsWriter lengths = new OffsetsWriter(folder.resolve(DatasetSchema.OFFSETS_FILE))) {
      columns.plan(
          types, digest.features(inputs::append), digest.targets(outputs::append), lengths);
      columns.readRows(cells, row -> digest.endRow());
      inputs.finish();
      outputs.finish();
      layout = lengths.finish();
    }
    columns.remapTargets(targets);
    columns.text().writeTokens(folder.resolve(DatasetSchema.TOKENS_FILE));
    ColumnFindings found = columns.found();
    // Texts agree by copying, not by chance: no columns to look at.
    RepeatWarnings repeats = new RepeatWarnings(digest.counted(), () -> NO_CHANCE, () -> NO_CHANCE);
    return found
        .imported(layout, columns.rows(), found.classCounts())
        .withWarnings(repeats.found(spec.targetType() == ColumnType.CATEGORICAL));
  }
}
