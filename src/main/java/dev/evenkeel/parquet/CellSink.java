package dev.evenkeel.parquet;

import java.io.IOException;

/** Takes the cells of a column, from the first row to the last. */
public interface CellSink {

  /** A missing cell. */
  void none() throws IOException;

  void whole(long value) throws IOException;

  void number(double value) throws IOException;

  void bool(boolean value) throws IOException;

  /** A text in UTF-8, which may be broken. */
  void text(byte[] bytes, int from, int length) throws IOException;
}
