package dev.evenkeel.dataset;

import dev.evenkeel.training.data.NumberText;
import java.io.IOException;

/** A column of numbers, a feature or a regression target. */
final class NumericColumn implements Column {

  private final String name;
  private final Intake intake;

  private long count;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private long missing;
  private long nonFinite;

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
      add(value);
    } else {
      addUnusual(kind, cells);
    }
    intake.tensor().append((float) value);
  }

  /** Welford's update: exact enough whatever the column's offset is. */
  private void add(double value) {
    count++;
    double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
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
      missing += kind == NumberText.MISSING ? 1 : 0;
      nonFinite += kind == NumberText.NON_FINITE ? 1 : 0;
      intake.missing().note(cells, name);
    }
  }

  @Override
  public ColumnProfile profile() {
    boolean none = count == 0;
    return new ColumnProfile(
        name,
        ColumnType.NUMERIC,
        none ? null : Double.valueOf(min),
        none ? null : Double.valueOf(max),
        none ? null : Double.valueOf(mean),
        none ? null : Double.valueOf(Math.sqrt(squares / count)),
        missing,
        nonFinite,
        null);
  }
}
