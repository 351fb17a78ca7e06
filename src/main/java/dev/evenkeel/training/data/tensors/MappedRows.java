package dev.evenkeel.training.data.tensors;

/** Rows of numbers mapped from a file of any size, read as float by row number. */
sealed interface MappedRows extends AutoCloseable permits MappedFloats, MappedBytes {

  /** Copies {@code count} numbers of a row, from column {@code column} on, into {@code into}. */
  void read(long row, int column, float[] into, int at, int count);

  @Override
  void close();
}
