package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;

/** A column that is left out. */
final class IgnoredColumn implements Column {

  private final String name;
  private long missing;

  IgnoredColumn(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    cells.readCell();
    missing += CellText.isMissing(cells.text()) ? 1 : 0;
  }

  @Override
  public ColumnProfile profile() {
    return new ColumnProfile(name, ColumnType.IGNORE, null, null, null, null, missing, 0, null);
  }
}
