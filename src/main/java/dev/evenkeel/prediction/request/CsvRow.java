package dev.evenkeel.prediction.request;

import dev.evenkeel.csv.CsvReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a CSV file.
 *
 * @param fields its cells as they stand there, for the answer; the first of them where there are
 *     more than were asked for
 * @param cells the same as an upload reads them: without the spaces around an unquoted one
 * @param count how many cells the row has
 * @param line file line on which it begins
 */
record CsvRow(List<String> fields, List<String> cells, int count, long line) {

  /**
   * Reads the row to which the reader has moved.
   *
   * @param most cells that are kept
   */
  static CsvRow read(CsvReader csv, int most) throws IOException {
    List<String> fields = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    long line = 0;
    int count = 0;
    while (csv.hasCell()) {
      if (count < most) {
        csv.readCell();
        fields.add(csv.raw());
        cells.add(csv.text());
      } else {
        csv.skipCell();
      }
      line = count == 0 ? csv.line() : line;
      count++;
    }
    return new CsvRow(fields, cells, count, line);
  }

  String cell(int field) {
    return cells.get(field);
  }
}
