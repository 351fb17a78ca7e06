package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.DatasetSettings;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.TextColumn;
import dev.evenkeel.dataset.spec.ColumnSpec;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.JsonPointer;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.parquet.Meaning;
import dev.evenkeel.parquet.ParquetColumn;
import dev.evenkeel.parquet.ParquetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An uploaded Parquet file as a table. Columns that are ignored are not read, whatever they hold.
 *
 * @param scratch a file that may be made for the time of reading
 * @param mostRows wanted, from the first on
 */
public record ParquetTable(
    Path path, DatasetSpec spec, DatasetSettings limits, Path scratch, long mostRows)
    implements TableFile {

  private static final int MOST_FAULTS = 20;

  @Override
  public TableHeader header() throws IOException {
    try (ParquetFile file = parquet()) {
      TableHeader.Names names = new TableHeader.Names(limits);
      file.columns().forEach(column -> names.add(column.name()));
      return names.header();
    }
  }

  /** The file's own types: text is categories even where it looks like numbers. */
  @Override
  public Optional<Map<String, ColumnType>> declaredTypes() throws IOException {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    try (ParquetFile file = parquet()) {
      for (ParquetColumn column : file.columns()) {
        types.put(
            column.name(),
            column.meaning().isNumeric() ? ColumnType.NUMERIC : ColumnType.CATEGORICAL);
      }
    }
    return Optional.of(types);
  }

  @Override
  public Cells open() throws IOException {
    ParquetFile file = parquet();
    try {
      requireReadable(file);
      requireRoom(file);
      List<ParquetColumn> columns = file.columns();
      boolean[] read = new boolean[columns.size()];
      for (int i = 0; i < read.length; i++) {
        read[i] = !isIgnored(columns.get(i));
      }
      return new ParquetCells(file, read, new CellSpill(scratch, limits, maxCellBytes()), mostRows);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private int maxCellBytes() {
    return spec.textColumn().isEmpty()
        ? limits.maxCellBytes()
        : Math.max(limits.maxCellBytes(), TextColumn.MOST_CELL_BYTES);
  }

  private ParquetFile parquet() throws IOException {
    return ParquetFile.open(path, limits.maxDecompressedBytes());
  }

  private boolean isIgnored(ParquetColumn column) {
    ColumnSpec asked = spec.columns().get(column.name());
    return asked != null && asked.type() == ColumnType.IGNORE;
  }

  private void requireReadable(ParquetFile file) {
    List<Fault> faults = new ArrayList<>();
    for (ParquetColumn column : file.columns()) {
      if (column.meaning() == Meaning.UNREADABLE
          && !isIgnored(column)
          && faults.size() < MOST_FAULTS) {
        String name = column.name();
        faults.add(
            new Fault(
                JsonPointer.of("columns", name),
                "unsupported_column",
                "Column '%s' %s. Leave it out with \"columns\": {\"<name>\": {\"type\": \"ignore\"}}, or write it as flat columns of numbers and text."
                    .formatted(CellFaults.abbreviated(name), column.note())));
      }
    }
    if (!faults.isEmpty()) {
      throw ServiceException.invalid(faults);
    }
  }

  /** Runs of one value take next to nothing in the file, and all their room as tensors. */
  private void requireRoom(ParquetFile file) {
    long cells = Math.min(mostRows, file.rows());
    if (cells > limits.maxRows()) {
      throw UnreadableFile.tooLarge(
          "The file has more than %d rows, the most that is taken.".formatted(limits.maxRows()));
    }
    if (cells * file.columns().size() > limits.maxDecompressedBytes() / Float.BYTES) {
      throw UnreadableFile.tooLarge(
          "%d rows of %d columns make more than %d bytes, the most that is taken."
              .formatted(cells, file.columns().size(), limits.maxDecompressedBytes()));
    }
  }
}
