package dev.evenkeel.dataset.cells;

import java.io.IOException;

/** Takes the values of a tensor, row by row. */
@FunctionalInterface
public interface FloatSink {

  void append(float value) throws IOException;
}
