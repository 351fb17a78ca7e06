package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** The labels and targets of those rows that a spec does not leave out. */
final class PresentRows {

  private final DataFacts facts;
  private final Set<Integer> excluded;

  PresentRows(TrainingSpec spec, DataFacts facts) {
    this.facts = facts;
    excluded = new HashSet<>(spec.preprocessing().excludeRows());
    excluded.addAll(spec.preprocessing().excludeFromTraining());
  }

  int[] labels() {
    int[] all = facts.labels();
    return rows(all.length).map(row -> all[row]).toArray();
  }

  float[] values() {
    float[] all = facts.values();
    int[] rows = rows(all.length).toArray();
    float[] present = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      present[i] = all[rows[i]];
    }
    return present;
  }

  /** Labels of a part of the dataset can't be told by their row. */
  private IntStream rows(int count) {
    return IntStream.range(0, count).filter(row -> !facts.isOfAll() || !excluded.contains(row));
  }

  /** How often each class occurs. */
  static long[] counts(int[] labels) {
    long[] counts = new long[IntStream.of(labels).max().orElse(-1) + 1];
    for (int label : labels) {
      if (label >= 0) {
        counts[label]++;
      }
    }
    return counts;
  }
}
