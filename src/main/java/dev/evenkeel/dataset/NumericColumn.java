package dev.evenkeel.dataset;

import dev.evenkeel.training.data.NumberText;
import java.io.IOException;

/** A column of numbers, a feature or a regression target. */
final class NumericColumn implements Column {

  private final String name;
  private final Intake intake;
  private final Moments moments = new Moments();
  private final RunningNumber running = new RunningNumber();

  NumericColumn(String name, Intake intake) {
    this.name = name;
    this.intake = intake;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void readFrom(Cells cells) throws IOException {
    NumberText kind = cells.readNumber();
    double value = cells.number();
    if (kind == NumberText.NUMBER) {
      moments.add(value);
      running.add(value);
    } else {
      addUnusual(kind, cells);
    }
    intake.tensor().append((float) value);
  }

  private void addUnusual(NumberText kind, Cells cells) {
    if (kind == NumberText.TEXT) {
      intake
          .faults()
          .badCell(
              cells.line(),
              name,
              cells.text(),
              "is not a number, as most cells of the column are or as 'columns' says"
                  + " (missing cells are empty, NA or NaN)");
    } else {
      moments.addUnusual(kind);
      running.miss();
      intake.missing().note(cells, name);
    }
  }

  /** Whether it merely numbers the rows. */
  boolean isRunningNumber() {
    return running.isRunning();
  }

  @Override
  public ColumnProfile profile() {
    return moments.profile(name);
  }
}
