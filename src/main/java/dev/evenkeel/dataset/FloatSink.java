package dev.evenkeel.dataset;

import java.io.IOException;

/** Takes the values of a tensor, row by row. */
@FunctionalInterface
interface FloatSink {

  void append(float value) throws IOException;
}
