package dev.evenkeel.dataset.warning;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.column.Column;
import dev.evenkeel.dataset.column.NumericColumn;
import dev.evenkeel.training.data.tensors.NpyTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Finds columns that alone give the target away. A look at a few hundred rows leaves the suspects,
 * of which {@value #MOST_ROWS} rows decide: the cost does not grow with the rows.
 */
final class TargetLeaks {

  static final int MOST_ROWS = 10_000;
  private static final int LEAST_ROWS = 100;
  private static final int FIRST_ROWS = 256;
  private static final int FIRST_ROWS_PER_CLASS = 16;
  private static final int MOST_FIRST_CELLS = 1 << 22;
  private static final int MOST_SUSPECTS = 64;
  private static final int MOST_TARGETS = 16;

  private static final double MOST_ERRORS = 0.005;
  private static final double LEAST_MINORITY = 0.05;
  private static final double SUSPICIOUS_ERRORS = 0.15;
  private static final int FORGIVEN = 3;
  private static final int ROWS_PER_VALUE = 10;
  private static final int SUSPICIOUS_ROWS_PER_VALUE = 2;

  private static final double CORRELATION = 0.9999;
  private static final double SUSPICIOUS_CORRELATION = 0.999;

  private final List<Column> columns;
  private final int classes;
  private final NpyTensor features;
  private final NpyTensor targets;

  /**
   * @param columns the features
   * @param classes how many; 0 for regression
   */
  TargetLeaks(List<Column> columns, int classes, NpyTensor features, NpyTensor targets) {
    this.columns = columns;
    this.classes = classes;
    this.features = features;
    this.targets = targets;
  }

  /** The columns, each with a number that says how much it tells. */
  List<String> found() {
    if (features.rows() < LEAST_ROWS) {
      return List.of();
    }
    int[] all = IntStream.range(0, columns.size()).toArray();
    int wanted = Math.max(FIRST_ROWS, Math.min(MOST_ROWS, FIRST_ROWS_PER_CLASS * classes));
    int few = Math.max(LEAST_ROWS, Math.min(wanted, MOST_FIRST_CELLS / all.length));
    List<Integer> suspects = look(all, few, true).stream().map(Leak::column).toList();
    int[] closer = suspects.stream().limit(MOST_SUSPECTS).mapToInt(Integer::intValue).toArray();
    return closer.length == 0
        ? List.of()
        : look(closer, MOST_ROWS, false).stream().map(this::described).toList();
  }

  /**
   * @param tells share of the rows, or the correlation
   */
  private record Leak(int column, double tells) {}

  private String described(Leak leak) {
    String name = CellFaults.abbreviated(columns.get(leak.column()).name());
    return classes > 0
        ? String.format(Locale.ROOT, "%s (tells %.1f %% of the labels)", name, 100 * leak.tells())
        : String.format(Locale.ROOT, "%s (correlation %.5f)", name, leak.tells());
  }

  private List<Leak> look(int[] which, int most, boolean suspicious) {
    long[] rows = SampledColumns.rows(features.rows(), most);
    float[][] values = SampledColumns.read(features, rows, which);
    int[] firstTargets = IntStream.range(0, Math.min(MOST_TARGETS, targets.columns())).toArray();
    float[][] answers = SampledColumns.read(targets, rows, firstTargets);
    return classes > 0
        ? ofClasses(which, values, answers[0], suspicious)
        : ofNumbers(which, values, answers, suspicious);
  }

  private List<Leak> ofClasses(int[] which, float[][] values, float[] labels, boolean suspicious) {
    double minority = minority(labels);
    // One class in nearly all rows is told by anything.
    if (minority < (suspicious ? LEAST_MINORITY / 2 : LEAST_MINORITY)) {
      return List.of();
    }
    double few = Math.max(SUSPICIOUS_ERRORS * minority, FORGIVEN / (double) labels.length);
    double most = suspicious ? few : MOST_ERRORS;
    int rowsPerValue = suspicious ? SUSPICIOUS_ROWS_PER_VALUE : ROWS_PER_VALUE;
    List<Leak> leaks = new ArrayList<>();
    for (int i = 0; i < which.length; i++) {
      boolean ordered = columns.get(which[i]) instanceof NumericColumn;
      OneRule rule = new OneRule(values[i], labels, classes, rowsPerValue);
      double errors = rule.errors(ordered) / (double) labels.length;
      if (errors <= most) {
        leaks.add(new Leak(which[i], 1 - errors));
      }
    }
    return leaks;
  }

  private double minority(float[] labels) {
    int[] counts = new int[classes];
    int majority = 0;
    for (float label : labels) {
      majority = Math.max(majority, ++counts[(int) label]);
    }
    return 1 - majority / (double) labels.length;
  }

  private List<Leak> ofNumbers(
      int[] which, float[][] values, float[][] answers, boolean suspicious) {
    double least = suspicious ? SUSPICIOUS_CORRELATION : CORRELATION;
    List<Leak> leaks = new ArrayList<>();
    for (int i = 0; i < which.length; i++) {
      if (columns.get(which[i]) instanceof NumericColumn) {
        double strongest = 0;
        for (float[] answer : answers) {
          strongest = Math.max(strongest, Math.abs(Correlation.of(values[i], answer)));
        }
        if (strongest >= least) {
          leaks.add(new Leak(which[i], strongest));
        }
      }
    }
    return leaks;
  }
}
