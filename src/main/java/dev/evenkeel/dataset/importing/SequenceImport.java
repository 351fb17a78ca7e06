package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.ColumnSet;
import dev.evenkeel.dataset.column.SequenceIdColumn;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.table.ColumnTypes;
import dev.evenkeel.dataset.table.TableFile;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.data.OffsetsWriter;
import dev.evenkeel.training.data.tensors.NpyTensor;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns rows of sequences into tensors. Rows in order are written once; others are sorted through
 * temporary files. The heap holds the ids, lengths and targets of sequences, no steps.
 */
final class SequenceImport {

  private final DatasetSpec spec;
  private final DatasetSettings limits;
  private final ColumnSet columns;

  SequenceImport(DatasetSpec spec, DatasetSettings limits) {
    this.spec = spec;
    this.limits = limits;
    columns = new ColumnSet(spec, limits);
  }

  /**
   * @param folder takes features.npy, targets.npy and offsets.npy
   */
  Imported run(TableFile file, Path folder) throws IOException {
    Map<String, ColumnType> types = ColumnTypes.of(file, spec);
    SequenceTargets targets = new SequenceTargets(columns, targetsInOrder(types));
    Path features = folder.resolve(DatasetSchema.FEATURES_FILE);
    try (StepLog log = new StepLog(folder.resolve("steps.tmp"))) {
      try (Cells cells = file.open();
          NpyWriter inputs = new NpyWriter(features, ColumnSet.countFeatures(types, spec))) {
        columns.plan(types, inputs::append, targets::append);
        columns.readRows(cells, row -> endRow(row, log, targets));
        inputs.finish();
      }
      if (!log.inOrder()) {
        sort(file, features, log);
      }
      columns.remapFeatures(features);
      writeTargets(targets, folder);
      return imported(writeOffsets(log, folder), targets);
    }
  }

  private List<String> targetsInOrder(Map<String, ColumnType> types) {
    return types.keySet().stream().filter(spec.targets()::contains).toList();
  }

  private void endRow(ColumnSet.Row row, StepLog log, SequenceTargets targets) throws IOException {
    int sequence = columns.sequenceId().sequence();
    if (row.complete() && sequence != SequenceIdColumn.NONE) {
      targets.check(sequence, log.length(sequence) == 0, row.line());
      log.append(sequence, columns.time().key());
      requireShort(sequence, log.length(sequence), row.line());
    }
    targets.endRow();
  }

  private void requireShort(int sequence, int steps, long line) {
    if (steps > limits.maxSequenceSteps()) {
      throw UnreadableFile.at(
          "sequence_too_long",
          line,
          "the sequence '%s' has more than %d steps, the most that is taken"
              .formatted(
                  CellFaults.abbreviated(columns.sequenceId().id(sequence)),
                  limits.maxSequenceSteps()));
    }
  }

  private void sort(TableFile file, Path features, StepLog log) throws IOException {
    Path unsorted = Files.move(features, features.resolveSibling("unsorted.tmp"));
    DuplicateSteps duplicates = new DuplicateSteps();
    try (NpyTensor rows = NpyTensor.open(unsorted);
        NpyWriter sorted = new NpyWriter(features, rows.columns())) {
      new StepSort(log, duplicates).sort(rows, sorted);
      duplicates.refuseIfAny(file, columns);
      sorted.finish();
    }
    Files.delete(unsorted);
  }

  private Layout.Sequences writeOffsets(StepLog log, Path folder) throws IOException {
    try (OffsetsWriter offsets = new OffsetsWriter(folder.resolve(DatasetSchema.OFFSETS_FILE))) {
      for (int sequence = 0; sequence < log.sequences(); sequence++) {
        offsets.append(log.length(sequence));
      }
      Layout.Sequences found = offsets.finish();
      return new Layout.Sequences(
          found.shortest(), found.longest(), columns.sequenceId().name(), columns.time().name());
    }
  }

  private void writeTargets(SequenceTargets targets, Path folder) throws IOException {
    Path file = folder.resolve(DatasetSchema.TARGETS_FILE);
    try (NpyWriter tensor = new NpyWriter(file, spec.targets().size())) {
      targets.write(tensor, columns.sequenceId().count());
      tensor.finish();
    }
    columns.remapTargets(file);
  }

  private Imported imported(Layout.Sequences layout, SequenceTargets targets) {
    int sequences = columns.sequenceId().count();
    List<Long> counts =
        spec.targetType() == ColumnType.CATEGORICAL
            ? Arrays.stream(targets.classCounts(sequences, columns.found().classes().size()))
                .boxed()
                .toList()
            : List.of();
    Layout.Sequences named =
        new Layout.Sequences(
            layout.shortest(),
            layout.longest(),
            columns.sequenceId().name(),
            columns.time().name());
    return columns.found().imported(named, sequences, counts);
  }
}
