package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds out from the first rows which columns hold numbers: those of whose non-missing cells at
 * least 90 % are numbers.
 */
final class TypeInference {

  private static final int SAMPLE_ROWS = 10_000;
  private static final long SAMPLE_BYTES = 8L << 20;
  private static final double NUMERIC_SHARE = 0.9;

  private TypeInference() {}

  static Map<String, ColumnType> infer(TableHeader header, Cells cells) throws IOException {
    int columns = header.names().size();
    long[] numbers = new long[columns];
    long[] texts = new long[columns];
    for (int row = 0;
        row < SAMPLE_ROWS && cells.offset() < SAMPLE_BYTES && cells.nextRow();
        row++) {
      for (int column = 0; column < columns && cells.hasCell(); column++) {
        switch (cells.readNumber()) {
          case NUMBER, NON_FINITE -> numbers[column]++;
          case TEXT -> texts[column]++;
          // N/A and null are missing where the column turns out numeric, and may be categories.
          case MISSING -> texts[column] += CellText.isMissing(cells.text()) ? 0 : 1;
        }
      }
    }
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (int column = 0; column < columns; column++) {
      boolean numeric = numbers[column] >= NUMERIC_SHARE * (numbers[column] + texts[column]);
      types.put(header.names().get(column), numeric ? ColumnType.NUMERIC : ColumnType.CATEGORICAL);
    }
    return types;
  }
}
