package dev.evenkeel.dataset.table;

import dev.evenkeel.csv.CsvReader;
import dev.evenkeel.dataset.cells.Cells;
import java.io.IOException;
import java.io.InputStream;

/** The cells of a CSV file, for the columns that read them. */
final class CsvCells extends CsvReader implements Cells {

  CsvCells(InputStream text, int maxCellBytes) throws IOException {
    super(text, maxCellBytes);
  }
}
