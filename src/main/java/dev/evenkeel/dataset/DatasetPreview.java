package dev.evenkeel.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a dataset's file.
 *
 * @param rows values by column name, as predict takes them: numbers of numeric columns, text of
 *     others; null for a missing or non-finite cell
 */
record DatasetPreview(
    UUID datasetId, List<String> columns, List<Map<String, @Nullable Object>> rows) {

  static final int MOST_ROWS = 100;

  /** So that a wide dataset does not fill the heap. */
  private static final int MOST_CELLS = 200_000;

  static DatasetPreview read(StoredDataset dataset, CsvFile file, int rows) throws IOException {
    List<ColumnProfile> columns = dataset.profile().columns();
    int most = Math.max(1, Math.min(rows, MOST_CELLS / columns.size()));
    List<Map<String, @Nullable Object>> read = new ArrayList<>();
    try (CsvReader csv = file.open()) {
      csv.nextRow();
      while (read.size() < most && csv.nextRow()) {
        read.add(row(csv, columns));
      }
    }
    return new DatasetPreview(
        dataset.id(), columns.stream().map(ColumnProfile::name).toList(), read);
  }

  private static Map<String, @Nullable Object> row(CsvReader csv, List<ColumnProfile> columns)
      throws IOException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (ColumnProfile column : columns) {
      row.put(column.name(), column.type() == ColumnType.NUMERIC ? number(csv) : text(csv));
    }
    return row;
  }

  private static @Nullable Object number(CsvReader csv) throws IOException {
    return csv.readNumber() == NumberText.NUMBER ? csv.number() : null;
  }

  private static @Nullable Object text(CsvReader csv) throws IOException {
    csv.readCell();
    String text = csv.text();
    return NumberText.isMissing(text) ? null : text;
  }
}
