package dev.evenkeel.parquet;

/** Whole numbers as differences. */
final class DeltaNumbers extends Values {

  private final DeltaRuns runs;
  private final boolean narrow;

  /**
   * @param narrow whether numbers have 32 bits, in which their differences overflow
   */
  DeltaNumbers(Bytes in, int values, boolean narrow) throws BadParquetException {
    runs = new DeltaRuns(in, values);
    this.narrow = narrow;
  }

  @Override
  void next() throws BadParquetException {
    long next = runs.next();
    number = narrow ? (int) next : next;
  }
}
