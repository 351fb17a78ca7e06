package dev.evenkeel.parquet;

/** Bytes of differing lengths: all lengths as differences, then all bytes. */
final class DeltaLengthTexts extends Values {

  private final DeltaRuns lengths;
  private final Bytes bytes;

  DeltaLengthTexts(Bytes in, int values) throws BadParquetException {
    lengths = new DeltaRuns(in.look(), values);
    new DeltaRuns(in, values).pass();
    bytes = in;
    array = in.array;
  }

  @Override
  void next() throws BadParquetException {
    length = (int) lengths.next();
    from = bytes.skip(length);
  }
}
