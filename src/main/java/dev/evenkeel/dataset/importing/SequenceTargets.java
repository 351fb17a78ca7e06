package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.cells.UnreadableFile;
import dev.evenkeel.dataset.column.ColumnSet;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Holds each sequence to one target: what its first row says, all of its rows must say. */
final class SequenceTargets {

  private static final int MOST_NUMBERS = 1 << 24;

  private final ColumnSet columns;
  private final List<String> names;
  private final float[] row;
  private int filled;
  private float[] values = new float[1 << 10];

  /**
   * @param names of the targets, in the order of the file
   */
  SequenceTargets(ColumnSet columns, List<String> names) {
    this.columns = columns;
    this.names = names;
    row = new float[names.size()];
  }

  /** Takes the next target of the current row. */
  void append(float value) {
    if (filled < row.length) {
      row[filled++] = value;
    }
  }

  /** Forgets what the current row has said: it is over. */
  void endRow() {
    filled = 0;
  }

  /** Compares the current row with those of the same sequence before. */
  void check(int sequence, boolean isNew, long line) {
    int at = sequence * row.length;
    if (isNew) {
      requireRoom(sequence);
      System.arraycopy(row, 0, values, at, row.length);
      return;
    }
    for (int t = 0; t < row.length; t++) {
      if (Float.compare(row[t], values[at + t]) != 0) {
        differs(t, at, sequence, line);
      }
    }
  }

  private void requireRoom(int sequence) {
    long needed = (sequence + 1L) * row.length;
    if (needed > MOST_NUMBERS) {
      throw UnreadableFile.because(
          "too_many_targets",
          "%d sequences with %d targets are more than is taken: %d numbers in all."
              .formatted(sequence + 1, row.length, MOST_NUMBERS));
    }
    if (needed > values.length) {
      values = Arrays.copyOf(values, (int) Math.max(needed, values.length * 3L / 2));
    }
  }

  private void differs(int target, int at, int sequence, long line) {
    columns
        .faults()
        .badCell(
            line,
            names.get(target),
            columns.targetText(target, row[target]),
            "differs from '%s', the target of sequence '%s' in its rows before; a sequence has one"
                .formatted(
                    CellFaults.abbreviated(columns.targetText(target, values[at + target])),
                    CellFaults.abbreviated(columns.sequenceId().id(sequence))));
  }

  /** How many sequences each class has, by its code as written. */
  long[] classCounts(int sequences, int classes) {
    long[] counts = new long[classes];
    for (int sequence = 0; sequence < sequences; sequence++) {
      counts[(int) values[sequence]]++;
    }
    return counts;
  }

  void write(NpyWriter tensor, int sequences) throws IOException {
    for (int i = 0; i < sequences * row.length; i++) {
      tensor.append(values[i]);
    }
  }
}
