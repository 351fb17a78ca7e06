package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.training.data.TimeReading;
import java.io.IOException;

/** The column that orders rows. */
public final class TimeColumn implements Column {

  private final String name;
  private final CellFaults faults;
  private final TimeReading reading = new TimeReading();
  private String text = "";
  private boolean known;

  TimeColumn(String name, CellFaults faults) {
    this.name = name;
    this.faults = faults;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    cells.readCell();
    text = cells.text();
    known = reading.read(text);
    if (!known) {
      faults.badCell(
          cells.line(), name, text, "is no time; every row needs %s".formatted(reading.expected()));
    }
  }

  /** Whether the cell read last is a time. */
  public boolean isKnown() {
    return known;
  }

  /** Sorts as the time read last. */
  public long key() {
    return reading.key();
  }

  /** The cell read last. */
  public String text() {
    return text;
  }

  @Override
  public ColumnProfile profile() {
    return new ColumnProfile(name, ColumnType.TIME, null, null, null, null, 0, 0, null);
  }
}
