package dev.evenkeel.training.data;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at a dataset three times: at a sample for what is usual, at every example of a dataset that
 * is not very large for the odd ones, at the sample again without these.
 */
final class DataScan {

  private static final int MOST_EXAMPLES = 20_000;

  /** Of the sample; they are held in memory. */
  private static final long MOST_CELLS = 1_000_000;

  /** Of the search for odd examples, which holds none. */
  private static final long MOST_CELLS_SEARCHED = 20_000_000;

  private static final int LABEL_BLOCKS = 20;
  private final DatasetTensors data;
  private final boolean classes;
  private final boolean[] numeric;
  private final float[] cells;
  private final float[] target;

  DataScan(DatasetTensors data) {
    this.data = data;
    classes = data.schema().task() == DatasetSchema.Task.CLASSIFICATION;
    numeric = new boolean[data.columns()];
    for (int c = 0; c < numeric.length; c++) {
      numeric[c] = !data.schema().features().get(c).isCategorical();
    }
    cells = new float[data.mostCells()];
    target = new float[data.targets()];
  }

  DataFacts facts() {
    long perExample = Math.max(1, cells.length);
    int[] sample = evenly((int) Math.min(MOST_EXAMPLES, MOST_CELLS / perExample));
    if (sample.length == 0) {
      return DataFacts.none();
    }
    boolean all = data.examples() <= MOST_CELLS_SEARCHED / perExample;
    int[] searched = all ? evenly(data.examples()) : sample;
    RowSearch search = new RowSearch(data, limits(sample));
    for (int row : searched) {
      search.look(row);
    }
    DataFacts.Rows outliers = search.outliers();
    Set<Integer> odd = new HashSet<>(outliers.first());
    CellSample[] usual = sample(sample, odd);
    return new DataFacts(
        columns(usual),
        data.schema().features().stream().anyMatch(FeatureColumn::isCategorical)
            ? categorical(sample)
            : List.of(),
        search.broken(),
        outliers,
        search.traits(),
        searched.length,
        classes ? List.of() : targets(sample, odd),
        classes ? labels() : new int[0],
        classes || data.schema().layout() instanceof Layout.Windows ? new float[0] : values());
  }

  /** At most that many rows, spread over the dataset. */
  private int[] evenly(int most) {
    int[] rows = new int[Math.min(most, data.examples())];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (int) ((long) i * data.examples() / rows.length);
    }
    return rows;
  }

  private CellSample[] sample(int[] rows, Set<Integer> without) {
    CellSample[] samples = new CellSample[numeric.length];
    for (int c = 0; c < samples.length; c++) {
      samples[c] = new CellSample();
    }
    for (int row : rows) {
      if (!without.contains(row)) {
        data.readFeatures(row, cells);
        int end = data.positions(row) * numeric.length;
        for (int at = 0; at < end; at++) {
          samples[at % numeric.length].add(cells[at]);
        }
      }
    }
    for (CellSample one : samples) {
      one.sorted();
    }
    return samples;
  }

  private RowSearch.Limits limits(int[] rows) {
    CellSample[] samples = sample(rows, Set.of());
    double sum = 0;
    int spreading = 0;
    for (int c = 0; c < samples.length; c++) {
      if (numeric[c] && samples[c].spread() > 0) {
        sum += samples[c].spread();
        spreading++;
      }
    }
    double usual = spreading == 0 ? 0 : sum / spreading;
    double[] middles = new double[samples.length];
    double[] distances = new double[samples.length];
    for (int c = 0; c < samples.length; c++) {
      middles[c] = samples[c].median();
      distances[c] = numeric[c] ? samples[c].limit(usual) : Double.POSITIVE_INFINITY;
    }
    return new RowSearch.Limits(middles, distances);
  }

  private List<DataFacts.Column> columns(CellSample[] samples) {
    List<FeatureColumn> features = data.schema().features();
    List<DataFacts.Column> columns = new ArrayList<>();
    for (int c = 0; c < numeric.length; c++) {
      if (numeric[c]) {
        columns.add(samples[c].column(features.get(c).name()));
      }
    }
    return columns;
  }

  private List<DataFacts.Categories> categorical(int[] rows) {
    List<FeatureColumn> features = data.schema().features();
    List<int[]> counts =
        features.stream().map(feature -> new int[feature.categories().size()]).toList();
    for (int row : rows) {
      data.readFeatures(row, cells);
      int end = data.positions(row) * numeric.length;
      for (int at = 0; at < end; at++) {
        int c = at % numeric.length;
        if (!numeric[c] && Float.isFinite(cells[at])) {
          counts.get(c)[(int) cells[at]]++;
        }
      }
    }
    List<DataFacts.Categories> columns = new ArrayList<>();
    for (int c = 0; c < numeric.length; c++) {
      if (!numeric[c]) {
        columns.add(shares(features.get(c), counts.get(c)));
      }
    }
    return columns;
  }

  private static DataFacts.Categories shares(FeatureColumn feature, int[] counts) {
    int all = Arrays.stream(counts).sum();
    Map<String, Double> shares = new HashMap<>();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] > 0) {
        shares.put(feature.categories().get(k), (double) counts[k] / all);
      }
    }
    return new DataFacts.Categories(feature.name(), shares, all);
  }

  private List<DataFacts.Column> targets(int[] rows, Set<Integer> without) {
    List<String> names = data.schema().targetNames();
    List<DataFacts.Column> columns = new ArrayList<>();
    for (int t = 0; t < target.length; t++) {
      CellSample sample = new CellSample();
      for (int row : rows) {
        if (!without.contains(row)) {
          data.readTargets(row, target);
          sample.add(target[t]);
        }
      }
      columns.add(sample.sorted().wholeColumn(names.get(t)));
    }
    return columns;
  }

  private int[] labels() {
    int[] labels = new int[Math.min(DataFacts.MOST_LABELS, data.examples())];
    for (int i = 0; i < labels.length; i++) {
      data.readTargets(row(i, labels.length), target);
      labels[i] = Float.isFinite(target[0]) ? (int) target[0] : -1;
    }
    return labels;
  }

  private float[] values() {
    float[] values = new float[Math.min(DataFacts.MOST_LABELS, data.examples())];
    for (int i = 0; i < values.length; i++) {
      data.readTargets(row(i, values.length), target);
      values[i] = target[0];
    }
    return values;
  }

  /** Blocks of neighbours from all over the dataset, so that both order and shares can be seen. */
  private int row(int i, int looked) {
    if (looked == data.examples()) {
      return i;
    }
    int block = DataFacts.MOST_LABELS / LABEL_BLOCKS;
    int first = (int) ((long) (i / block) * (data.examples() - block) / (LABEL_BLOCKS - 1));
    return first + i % block;
  }
}
