package dev.evenkeel.training.data;

import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a dataset that may take part in a run, by what is done about missing cells.
 *
 * @param rows row numbers, ascending
 * @param strata the class of each of them, 0 for regression, {@link #UNLABELLED} where the target
 *     is missing
 */
record UsableExamples(int[] rows, int[] strata) {

  static final int UNLABELLED = -1;

  private static final int ROWS_SHOWN = 20;

  /**
   * Reads every row once.
   *
   * @param name what the dataset is to the run, for messages: {@code training}
   */
  static UsableExamples of(DatasetTensors data, MissingPolicy missing, String name) {
    return of(data, missing, List.of(), name);
  }

  /** The same without some rows. */
  static UsableExamples of(
      DatasetTensors data, MissingPolicy missing, List<Integer> excluded, String name) {
    Selection selection = new Selection(data, missing);
    Set<Integer> out = Set.copyOf(new HashSet<>(excluded));
    for (int row = 0; row < data.examples(); row++) {
      if (out.isEmpty() || !out.contains(row)) {
        selection.look(row);
      }
    }
    if (missing == MissingPolicy.REJECT && selection.badCount > 0) {
      throw rejected(selection.bad, selection.badCount, name);
    }
    if (selection.count == 0) {
      throw new UnusableDataException(
          "no_examples",
          "None of the %d examples of the %s dataset can be used: each has missing or non-finite cells or is left out. Check the file and preprocessing.exclude_rows, or set preprocessing.missing to mean."
              .formatted(data.examples(), name));
    }
    return selection.examples();
  }

  /** Sorts rows into usable and bad ones. */
  private static final class Selection {

    private final DatasetTensors data;
    private final MissingPolicy missing;
    private final boolean classes;
    private final @Nullable Completeness completeness;
    private final float[] targets;
    private final int[] rows;
    private final int[] strata;
    private final int[] bad = new int[ROWS_SHOWN];
    private int count;
    private int badCount;

    Selection(DatasetTensors data, MissingPolicy missing) {
      this.data = data;
      this.missing = missing;
      classes = data.schema().task() == DatasetSchema.Task.CLASSIFICATION;
      completeness = missing == MissingPolicy.MEAN ? null : Completeness.of(data);
      targets = new float[data.targets()];
      rows = new int[data.examples()];
      strata = new int[data.examples()];
    }

    void look(int row) {
      data.readTargets(row, targets);
      boolean labelled = Completeness.isFinite(targets, targets.length);
      if (missing == MissingPolicy.KEEP || labelled && isComplete(row)) {
        rows[count] = row;
        strata[count++] = !labelled ? UNLABELLED : classes ? (int) targets[0] : 0;
      } else if (badCount++ < ROWS_SHOWN) {
        bad[badCount - 1] = row;
      }
    }

    private boolean isComplete(int row) {
      return completeness == null || completeness.isComplete(row);
    }

    UsableExamples examples() {
      return new UsableExamples(Arrays.copyOf(rows, count), Arrays.copyOf(strata, count));
    }
  }

  /** The row numbers of the examples that can be evaluated. */
  int[] labelledRows() {
    int count = 0;
    int[] labelled = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (strata[i] != UNLABELLED) {
        labelled[count++] = rows[i];
      }
    }
    return Arrays.copyOf(labelled, count);
  }

  private static UnusableDataException rejected(int[] bad, int count, String name) {
    String shown =
        Arrays.stream(bad, 0, Math.min(count, ROWS_SHOWN))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    return new UnusableDataException(
        "missing_values",
        "%d of the %s dataset's examples have missing or non-finite cells (counted from 0: %s%s). Set preprocessing.missing to mean or drop, or repair the file."
            .formatted(count, name, shown, count > ROWS_SHOWN ? ", …" : ""));
  }
}
