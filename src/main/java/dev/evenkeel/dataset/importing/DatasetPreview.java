package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.table.TableFile;
import dev.evenkeel.error.Excerpt;
import dev.evenkeel.training.data.CellText;
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
public record DatasetPreview(
    UUID datasetId, List<String> columns, List<Map<String, @Nullable Object>> rows) {

  public static final int MOST_ROWS = 100;

  /** So that a wide dataset does not fill the heap. */
  private static final int MOST_CELLS = 200_000;

  private static final int MOST_CHARACTERS = 10_000;

  static DatasetPreview read(StoredDataset dataset, TableFile file, int rows) throws IOException {
    List<ColumnProfile> columns = dataset.profile().columns();
    int most = Math.max(1, Math.min(rows, MOST_CELLS / columns.size()));
    List<Map<String, @Nullable Object>> read = new ArrayList<>();
    try (Cells cells = file.open()) {
      while (read.size() < most && cells.nextRow()) {
        read.add(row(cells, columns));
      }
    }
    return new DatasetPreview(
        dataset.id(), columns.stream().map(ColumnProfile::name).toList(), read);
  }

  private static Map<String, @Nullable Object> row(Cells cells, List<ColumnProfile> columns)
      throws IOException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (ColumnProfile column : columns) {
      row.put(column.name(), column.type() == ColumnType.NUMERIC ? number(cells) : text(cells));
    }
    return row;
  }

  private static @Nullable Object number(Cells cells) throws IOException {
    return cells.readNumber() == CellText.NUMBER ? cells.number() : null;
  }

  private static @Nullable Object text(Cells cells) throws IOException {
    cells.readCell();
    String text = cells.text();
    return CellText.isMissing(text) ? null : Excerpt.of(text, MOST_CHARACTERS);
  }
}
