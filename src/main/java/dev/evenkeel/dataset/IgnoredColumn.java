package dev.evenkeel.dataset;

import java.io.IOException;

/** A column that is left out. */
record IgnoredColumn(String name) implements Column {

  @Override
  public void readFrom(CsvReader csv) throws IOException {
    csv.skipCell();
  }

  @Override
  public ColumnProfile profile() {
    return new ColumnProfile(name, ColumnType.IGNORE, null, null, null, null, 0, 0, null, null);
  }
}
