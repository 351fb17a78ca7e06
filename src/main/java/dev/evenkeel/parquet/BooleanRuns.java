package dev.evenkeel.parquet;

/** Booleans in runs. */
final class BooleanRuns extends Values {

  private final Runs runs;

  BooleanRuns(Bytes in) {
    runs = new Runs(in, 1);
  }

  @Override
  void next() throws BadParquetException {
    number = runs.next();
  }
}
