package dev.evenkeel.dataset.importing;

import dev.evenkeel.training.data.tensors.NpyTensor;
import dev.evenkeel.training.data.tensors.NpyWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Brings rows into the order of their sequences and times, some sequences after the other: as many
 * as have two million steps, or one. The heap holds the times and row numbers of those; the notes
 * of all rows are read again for each such group, the rows themselves are mapped.
 */
final class StepSort {

  private static final int STEPS_TOGETHER = 1 << 21;

  private final StepLog log;
  private final DuplicateSteps duplicates;
  private final int stepsTogether;
  private long[] times = new long[0];
  private int[] rows = new int[0];

  StepSort(StepLog log, DuplicateSteps duplicates) {
    this(log, duplicates, STEPS_TOGETHER);
  }

  /**
   * @param stepsTogether how many are held in the heap, unless one sequence has more
   */
  StepSort(StepLog log, DuplicateSteps duplicates, int stepsTogether) {
    this.log = log;
    this.duplicates = duplicates;
    this.stepsTogether = stepsTogether;
  }

  /**
   * @param unsorted rows in the order of the log
   * @param sorted takes the same rows in order, unless there are duplicates
   */
  void sort(NpyTensor unsorted, NpyWriter sorted) throws IOException {
    int first = 0;
    while (first < log.sequences()) {
      int end = endOfGroup(first);
      int[] starts = starts(first, end);
      gather(first, end, starts);
      for (int sequence = first; sequence < end; sequence++) {
        int from = starts[sequence - first];
        order(sequence, from, from + log.length(sequence));
      }
      copy(unsorted, sorted, starts[end - first]);
      first = end;
    }
  }

  private int endOfGroup(int first) {
    long steps = log.length(first);
    int end = first + 1;
    while (end < log.sequences() && steps + log.length(end) <= stepsTogether) {
      steps += log.length(end++);
    }
    return end;
  }

  /** Where each sequence of a group begins in the arrays, and where the last ends. */
  private int[] starts(int first, int end) {
    int[] starts = new int[end - first + 1];
    for (int sequence = first; sequence < end; sequence++) {
      starts[sequence - first + 1] = starts[sequence - first] + log.length(sequence);
    }
    return starts;
  }

  private void gather(int first, int end, int[] starts) throws IOException {
    int steps = starts[end - first];
    if (steps > times.length) {
      times = new long[steps];
      rows = new int[steps];
    }
    int[] next = starts.clone();
    log.read(
        (row, sequence, time) -> {
          if (sequence >= first && sequence < end) {
            int at = next[sequence - first]++;
            times[at] = time;
            rows[at] = row;
          }
        });
  }

  /** Orders the row numbers of a sequence by their times. */
  private void order(int sequence, int from, int to) {
    long[] sorted = Arrays.copyOfRange(times, from, to);
    Arrays.sort(sorted);
    int[] ordered = new int[sorted.length];
    Arrays.fill(ordered, -1);
    for (int i = from; i < to; i++) {
      int place = Arrays.binarySearch(sorted, times[i]);
      if (ordered[place] >= 0) {
        duplicates.add(sequence, ordered[place], rows[i]);
      }
      ordered[place] = rows[i];
    }
    System.arraycopy(ordered, 0, rows, from, ordered.length);
  }

  private void copy(NpyTensor unsorted, NpyWriter sorted, int steps) throws IOException {
    float[] cells = new float[unsorted.columns()];
    for (int i = 0; i < steps && duplicates.isEmpty(); i++) {
      unsorted.readRow(rows[i], cells, 0);
      for (float cell : cells) {
        sorted.append(cell);
      }
    }
  }
}
