package dev.evenkeel.training;

import java.util.Arrays;

/** Looks for examples with an input or label that is not a finite number. */
final class OddExamples {

  private static final int ROWS_SHOWN = 20;

  private final int[] rows = new int[ROWS_SHOWN];
  private int count;
  private double largestInput;

  void look(Batch batch) {
    for (int i = 0; i < batch.size(); i++) {
      double features = largest(batch.features(), i * batch.exampleWidth(), batch.exampleWidth());
      double labels = largest(batch.labels(), i * batch.labelWidth(), batch.labelWidth());
      if (!Double.isFinite(features + labels)) {
        rows[Math.min(count, ROWS_SHOWN - 1)] = batch.rows()[i];
        count++;
      } else {
        largestInput = Math.max(largestInput, features);
      }
    }
  }

  /** The largest absolute value; not finite where one is not. */
  private static double largest(float[] numbers, int at, int count) {
    double largest = 0;
    for (int i = at; i < at + count; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]));
    }
    return largest;
  }

  int count() {
    return count;
  }

  /** Row numbers of the first of them. */
  int[] rows() {
    return Arrays.copyOf(rows, Math.min(count, ROWS_SHOWN));
  }

  /** The largest absolute input of the others. */
  double largestInput() {
    return largestInput;
  }
}
