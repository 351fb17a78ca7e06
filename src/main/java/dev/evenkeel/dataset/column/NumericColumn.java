package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.cells.ColumnSinks;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.training.data.CellText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A column of numbers, a feature or a regression target. */
public final class NumericColumn implements Column {

  private final String name;
  private final ColumnSinks sinks;
  private final Moments moments = new Moments();

  /** Null once the column is known to be none: most are after a few rows. */
  private @Nullable RunningNumber running = new RunningNumber();

  public NumericColumn(String name, ColumnSinks sinks) {
    this.name = name;
    this.sinks = sinks;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    CellText kind = cells.readNumber();
    double value = cells.number();
    if (kind == CellText.NUMBER) {
      moments.add(value);
      if (running != null && !running.add(value)) {
        running = null;
      }
    } else {
      addUnusual(kind, cells);
    }
    sinks.tensor().append((float) value);
  }

  private void addUnusual(CellText kind, Cells cells) {
    if (kind == CellText.TEXT) {
      sinks
          .faults()
          .badCell(
              cells.line(),
              name,
              cells.text(),
              "is not a number, as most cells of the column are or as 'columns' says"
                  + " (missing cells are empty, NA, N/A, NaN or null)");
    } else {
      moments.addUnusual(kind);
      running = null;
      sinks.missing().note(cells, name);
    }
  }

  /** Whether it merely numbers the rows. */
  public boolean isRunningNumber() {
    return running != null && running.isRunning();
  }

  @Override
  public ColumnProfile profile() {
    return moments.profile(name);
  }
}
