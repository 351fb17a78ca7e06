package dev.evenkeel.training.data;

import dev.evenkeel.training.spec.SplitSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which rows of the training dataset train, validate and test; row numbers ascending.
 *
 * <p>Classes keep their shares to within one example; every class keeps at least one training
 * example. A forecast is validated on the windows that follow, none of whose answers it has seen.
 */
record DataSplit(int[] training, int[] validation, int[] test) {

  static DataSplit of(UsableExamples examples, DatasetSchema schema, SplitSpec spec, long seed) {
    DataSplit split =
        schema.task() == DatasetSchema.Task.FORECASTING
            ? contiguous(examples.rows(), spec).apart(overlap(schema))
            : stratified(examples, Math.max(1, schema.classes().size()), spec, seed);
    split.check(spec, examples.rows().length);
    return split;
  }

  /**
   * The same without some training rows. Taken out after the split was made, so that validation and
   * test are those of a run that trains on all.
   */
  DataSplit trainingWithout(List<Integer> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    Set<Integer> out = new HashSet<>(rows);
    int[] left = IntStream.of(training).filter(row -> !out.contains(row)).toArray();
    if (left.length == 0) {
      throw new UnusableDataException(
          "empty_split",
          "preprocessing.exclude_from_training leaves none of the training split's %d examples."
              .formatted(training.length));
    }
    return new DataSplit(left, validation, test);
  }

  private static DataSplit contiguous(int[] rows, SplitSpec spec) {
    int test = (int) Math.round(rows.length * spec.test());
    int validation = (int) Math.round(rows.length * spec.validation());
    int training = Math.max(0, rows.length - validation - test);
    int tested = Math.min(rows.length, training + validation);
    return new DataSplit(
        Arrays.copyOfRange(rows, 0, training),
        Arrays.copyOfRange(rows, training, tested),
        Arrays.copyOfRange(rows, tested, rows.length));
  }

  /** Steps that the answers of two neighbouring windows have in common. */
  private static int overlap(DatasetSchema schema) {
    return schema.layout() instanceof Layout.Windows windows ? windows.horizon() - 1 : 0;
  }

  /** Leaves out windows whose answers reach into those of the split that follows. */
  private DataSplit apart(int overlap) {
    return new DataSplit(
        before(training, validation.length > 0 ? validation : test, overlap),
        before(validation, test, overlap),
        test);
  }

  private static int[] before(int[] rows, int[] next, int overlap) {
    int count = rows.length;
    while (next.length > 0 && count > 0 && rows[count - 1] + overlap >= next[0]) {
      count--;
    }
    return Arrays.copyOf(rows, count);
  }

  private static DataSplit stratified(
      UsableExamples examples, int strata, SplitSpec spec, long seed) {
    int[] ends = new int[strata + 1];
    int[] grouped = group(examples, ends);
    Dealer dealer = new Dealer(grouped.length, spec);
    // The first group has no label: it can only train.
    dealer.train(grouped, 0, ends[0]);
    for (int stratum = 0; stratum < strata; stratum++) {
      Shuffling.shuffle(grouped, ends[stratum], ends[stratum + 1], seed, -1L - stratum);
      dealer.deal(grouped, ends[stratum], ends[stratum + 1]);
    }
    return dealer.split();
  }

  /** Rows sorted by stratum; {@code ends[s]} is where stratum s begins. */
  private static int[] group(UsableExamples examples, int[] ends) {
    int[] next = new int[ends.length + 1];
    for (int stratum : examples.strata()) {
      next[stratum + 2]++;
    }
    for (int i = 1; i < next.length; i++) {
      next[i] += next[i - 1];
    }
    System.arraycopy(next, 1, ends, 0, ends.length);
    int[] grouped = new int[examples.rows().length];
    for (int i = 0; i < grouped.length; i++) {
      grouped[next[examples.strata()[i] + 1]++] = examples.rows()[i];
    }
    return grouped;
  }

  private void check(SplitSpec spec, int examples) {
    if (training.length == 0) {
      throw empty("training", 1.0 - spec.validation() - spec.test(), examples);
    }
    if (spec.validation() > 0 && validation.length == 0) {
      throw empty("validation", spec.validation(), examples);
    }
    if (spec.test() > 0 && test.length == 0) {
      throw empty("test", spec.test(), examples);
    }
  }

  private static UnusableDataException empty(String name, double fraction, int examples) {
    return new UnusableDataException(
        "empty_split",
        "The %s split of %.4g of %d examples is empty. Choose another fraction, or upload more data."
            .formatted(name, fraction, examples));
  }

  /** Deals each group of rows out in the wanted shares and carries rounding errors on. */
  private static final class Dealer {

    private final SplitSpec spec;
    private final int[] training;
    private final int[] validation;
    private final int[] test;
    private int dealt;
    private int trained;
    private int validated;
    private int tested;

    Dealer(int examples, SplitSpec spec) {
      this.spec = spec;
      training = new int[examples];
      validation = new int[examples];
      test = new int[examples];
    }

    void train(int[] rows, int from, int to) {
      System.arraycopy(rows, from, training, trained, to - from);
      trained += to - from;
    }

    void deal(int[] rows, int from, int to) {
      if (from == to) {
        return;
      }
      dealt += to - from;
      int spare = to - from - 1;
      int validate = wanted(spec.validation(), validated, spare);
      int tests = wanted(spec.test(), tested, spare - validate);
      System.arraycopy(rows, from, validation, validated, validate);
      System.arraycopy(rows, from + validate, test, tested, tests);
      validated += validate;
      tested += tests;
      train(rows, from + validate + tests, to);
    }

    private int wanted(double fraction, int taken, int spare) {
      return (int) Math.max(0, Math.min(spare, Math.round(dealt * fraction) - taken));
    }

    DataSplit split() {
      return new DataSplit(
          sorted(training, trained), sorted(validation, validated), sorted(test, tested));
    }

    private static int[] sorted(int[] rows, int count) {
      int[] copy = Arrays.copyOf(rows, count);
      Arrays.sort(copy);
      return copy;
    }
  }
}
