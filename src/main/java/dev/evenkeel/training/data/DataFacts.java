package dev.evenkeel.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a dataset's raw numbers look like, for the checks before a run: from a sample of at most
 * 20,000 examples and 4 million cells, labels from all of at most 100,000 examples.
 *
 * @param columns numeric input columns, with statistics that a few odd cells don't move
 * @param broken row numbers of the first examples with a cell or target that is not finite
 * @param brokenCount how many of the sampled examples have one
 * @param outliers row numbers of examples with a cell far beyond all others of its column
 * @param sampled examples looked at
 * @param targets of numbers to be learned; empty for classes
 * @param labels the class of each example in the dataset's order; empty for numbers
 */
public record DataFacts(
    List<Column> columns,
    List<Integer> broken,
    int brokenCount,
    List<Integer> outliers,
    int sampled,
    List<Column> targets,
    int[] labels) {

  private static final int MOST_EXAMPLES = 20_000;
  private static final long MOST_CELLS = 4_000_000;
  private static final int MOST_LABELS = 100_000;
  private static final int MOST_ROWS = 10_000;

  /** Times the 95 % quantile of the distances from the median. */
  private static final double FAR = 30;

  /**
   * A column of numbers.
   *
   * @param median of the finite cells
   * @param spread 95 % quantile of their distances from the median
   * @param mean of the cells that are no outliers
   * @param std of these
   * @param large 99.9 % quantile of their absolute values
   */
  public record Column(
      String name, double median, double spread, double mean, double std, double large) {}

  /** Nothing is known. */
  public static DataFacts none() {
    return new DataFacts(List.of(), List.of(), 0, List.of(), 0, List.of(), new int[0]);
  }

  /** Looks at the dataset in a folder. */
  public static DataFacts of(Path folder) throws IOException {
    DatasetTensors tensors = DatasetTensors.open(folder, (List<DatasetSchema.FeatureColumn>) null);
    try {
      return tensors.schema().isText() ? none() : new Look(tensors).facts();
    } finally {
      tensors.close();
    }
  }

  /** Cells column by column, with the row that each is of. */
  private static final class Look {

    private final DatasetTensors data;
    private final int[] rows;
    private final List<Integer> broken = new ArrayList<>();
    private final float[][] largest;
    private final Cells[] cells;
    private final Cells[] targets;
    private int brokenCount;

    Look(DatasetTensors data) {
      this.data = data;
      long perExample = Math.max(1, data.mostCells());
      int most = (int) Math.max(1, Math.min(MOST_EXAMPLES, MOST_CELLS / perExample));
      int count = Math.min(most, data.examples());
      rows = new int[count];
      for (int i = 0; i < count; i++) {
        rows[i] = (int) ((long) i * data.examples() / count);
      }
      cells = new Cells[data.columns()];
      largest = new float[data.columns()][count];
      for (int c = 0; c < cells.length; c++) {
        cells[c] = new Cells();
      }
      targets = new Cells[data.targets()];
      for (int t = 0; t < targets.length; t++) {
        targets[t] = new Cells();
      }
    }

    DataFacts facts() {
      float[] features = new float[data.mostCells()];
      float[] target = new float[data.targets()];
      for (int i = 0; i < rows.length; i++) {
        data.readFeatures(rows[i], features);
        data.readTargets(rows[i], target);
        boolean finite = note(i, features, data.positions(rows[i]));
        for (int t = 0; t < target.length; t++) {
          finite &= Float.isFinite(target[t]);
          targets[t].add(target[t]);
        }
        if (!finite && brokenCount++ < 20) {
          broken.add(rows[i]);
        }
      }
      List<Column> columns = columns();
      return new DataFacts(
          columns, broken, brokenCount, outliers(columns), rows.length, targetColumns(), labels());
    }

    private boolean note(int i, float[] features, int positions) {
      boolean finite = true;
      int width = data.columns();
      for (int c = 0; c < width; c++) {
        float most = 0;
        for (int p = 0; p < positions; p++) {
          float cell = features[p * width + c];
          finite &= Float.isFinite(cell);
          if (Float.isFinite(cell)) {
            cells[c].add(cell);
            most = Math.abs(cell) > Math.abs(most) ? cell : most;
          }
        }
        largest[c][i] = most;
      }
      return finite;
    }

    private List<Column> columns() {
      List<Column> columns = new ArrayList<>();
      for (int c = 0; c < cells.length; c++) {
        DatasetSchema.FeatureColumn column = data.schema().features().get(c);
        if (!column.isCategorical()) {
          columns.add(cells[c].column(column.name()));
        } else {
          columns.add(new Column(column.name(), 0, 0, 0, 0, 0));
        }
      }
      return columns;
    }

    /** A column of equal cells is measured by the others. */
    private List<Integer> outliers(List<Column> columns) {
      double usual =
          columns.stream().mapToDouble(Column::spread).filter(s -> s > 0).average().orElse(0);
      List<Integer> found = new ArrayList<>();
      for (int i = 0; i < rows.length && found.size() < MOST_ROWS; i++) {
        for (int c = 0; c < columns.size(); c++) {
          Column column = columns.get(c);
          boolean numeric = !data.schema().features().get(c).isCategorical();
          double spread = Math.max(column.spread(), usual);
          if (numeric && spread > 0 && Math.abs(largest[c][i] - column.median()) > FAR * spread) {
            found.add(rows[i]);
            break;
          }
        }
      }
      return found;
    }

    private List<Column> targetColumns() {
      if (!data.schema().classes().isEmpty()) {
        return List.of();
      }
      List<Column> columns = new ArrayList<>();
      List<String> names = data.schema().targetNames();
      for (int t = 0; t < targets.length; t++) {
        columns.add(targets[t].column(names.get(Math.min(t, names.size() - 1))));
      }
      return columns;
    }

    private int[] labels() {
      if (data.schema().classes().isEmpty()) {
        return new int[0];
      }
      int[] labels = new int[Math.min(MOST_LABELS, data.examples())];
      float[] target = new float[data.targets()];
      for (int i = 0; i < labels.length; i++) {
        data.readTargets(i, target);
        labels[i] = Float.isFinite(target[0]) ? (int) target[0] : -1;
      }
      return labels;
    }
  }

  /** Numbers of a column. */
  private static final class Cells {

    private float[] numbers = new float[64];
    private int count;

    void add(float number) {
      if (!Float.isFinite(number)) {
        return;
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    Column column(String name) {
      if (count == 0) {
        return new Column(name, 0, 0, 0, 0, 0);
      }
      Arrays.sort(numbers, 0, count);
      double median = numbers[count / 2];
      float[] distances = new float[count];
      for (int i = 0; i < count; i++) {
        distances[i] = (float) Math.abs(numbers[i] - median);
      }
      Arrays.sort(distances);
      double spread = distances[(int) (0.95 * (count - 1))];
      double limit = spread == 0 ? Double.MAX_VALUE : FAR * spread;
      double sum = 0;
      double squares = 0;
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (Math.abs(numbers[i] - median) <= limit) {
          sum += numbers[i];
          squares += (double) numbers[i] * numbers[i];
          kept++;
        }
      }
      double mean = sum / kept;
      double std = Math.sqrt(Math.max(0, squares / kept - mean * mean));
      double large = Math.abs(median) + distances[(int) (0.999 * (count - 1))];
      return new Column(name, median, spread, mean, std, Math.min(large, Math.abs(median) + limit));
    }
  }
}
