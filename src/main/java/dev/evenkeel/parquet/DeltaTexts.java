package dev.evenkeel.parquet;

import java.util.Arrays;

/** Bytes that share their beginning with the value before: how much of it, then the rest. */
final class DeltaTexts extends Values {

  private static final int LONGEST = 1 << 20;

  private final DeltaRuns shared;
  private final DeltaLengthTexts rests;

  DeltaTexts(Bytes in, int values) throws BadParquetException {
    shared = new DeltaRuns(in.look(), values);
    new DeltaRuns(in, values).pass();
    rests = new DeltaLengthTexts(in, values);
  }

  @Override
  void next() throws BadParquetException {
    long prefix = shared.next();
    rests.next();
    if (prefix < 0 || prefix > length || prefix + rests.length > LONGEST) {
      throw BadParquetException.corrupt(
          "a text shares %d bytes with one of %d".formatted(prefix, length));
    }
    int whole = (int) prefix + rests.length;
    if (array.length < whole) {
      array = Arrays.copyOf(array, Math.max(whole, 2 * array.length));
    }
    System.arraycopy(rests.array, rests.from, array, (int) prefix, rests.length);
    length = whole;
  }
}
