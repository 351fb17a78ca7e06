package dev.evenkeel.training.data;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.TargetScaling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Takes the statistics of preprocessing from the training examples alone, in one pass and without
 * regard to missing and non-finite cells.
 */
final class PreprocessingFit {

  private final DatasetSchema schema;
  private final PreprocessingSpec spec;
  private final DatasetTensors data;
  private final ColumnStatistics features;
  private final ColumnStatistics targets;
  private final long[][] categoryCounts;
  private long[] tokenCounts = new long[0];

  private PreprocessingFit(DatasetSchema schema, PreprocessingSpec spec, DatasetTensors data) {
    this.schema = schema;
    this.spec = spec;
    this.data = data;
    features = new ColumnStatistics(data.columns());
    targets = new ColumnStatistics(data.targets());
    categoryCounts = new long[schema.features().size()][];
    for (int c = 0; c < categoryCounts.length; c++) {
      categoryCounts[c] = new long[schema.features().get(c).categories().size()];
    }
  }

  static FittedPreprocessing fit(
      DatasetTensors data, int[] examples, PreprocessingSpec spec, InputEncoding encoding)
      throws IOException {
    PreprocessingFit fit = new PreprocessingFit(data.schema(), spec, data);
    data.visitPositions(
        examples,
        cells -> {
          fit.features.add(cells);
          fit.countCategories(cells);
          fit.countToken(cells[0]);
        });
    if (!(data.schema().layout() instanceof Layout.Windows)) {
      fit.addTargets(examples);
    }
    return new FittedPreprocessing(fit.columns(), fit.fittedTargets(), spec.missing(), encoding);
  }

  private void addTargets(int[] examples) {
    float[] target = new float[data.targets()];
    for (int example : examples) {
      data.readTargets(example, target);
      targets.add(target);
    }
  }

  private void countCategories(float[] cells) {
    for (int c = 0; c < categoryCounts.length; c++) {
      if (categoryCounts[c].length > 0 && Float.isFinite(cells[c])) {
        categoryCounts[c][(int) cells[c]]++;
      }
    }
  }

  private void countToken(float token) {
    if (!schema.isText() || !Float.isFinite(token)) {
      return;
    }
    int id = (int) token;
    if (id >= tokenCounts.length) {
      tokenCounts = Arrays.copyOf(tokenCounts, Math.max(id + 1, tokenCounts.length * 2));
    }
    tokenCounts[id]++;
  }

  private List<FittedColumn> columns() throws IOException {
    if (schema.isText()) {
      return List.of(text(schema.features().get(0)));
    }
    List<FittedColumn> columns = new ArrayList<>();
    for (int c = 0; c < schema.features().size(); c++) {
      FeatureColumn column = schema.features().get(c);
      columns.add(column.isCategorical() ? categorical(column, c) : numeric(column, c));
    }
    return List.copyOf(columns);
  }

  private FittedColumn text(FeatureColumn column) throws IOException {
    int most = Objects.requireNonNull(column.text()).vocabulary();
    List<String> vocabulary = data.tokens().mostFrequent(tokenCounts, most);
    return new FittedColumn(column.name(), List.of(), 0, 1, FittedColumn.UNKNOWN, vocabulary);
  }

  private FittedColumn categorical(FeatureColumn column, int c) {
    int mostFrequent = 0;
    for (int k = 1; k < categoryCounts[c].length; k++) {
      if (categoryCounts[c][k] > categoryCounts[c][mostFrequent]) {
        mostFrequent = k;
      }
    }
    return new FittedColumn(column.name(), column.categories(), 0, 1, mostFrequent);
  }

  private FittedColumn numeric(FeatureColumn column, int c) {
    double mean = features.mean(c);
    return switch (spec.numeric()) {
      case STANDARDIZE ->
          new FittedColumn(column.name(), List.of(), mean, usable(features.deviation(c)), mean);
      case MIN_MAX ->
          new FittedColumn(
              column.name(), List.of(), features.minimum(c), usable(features.range(c)), mean);
      case NONE -> new FittedColumn(column.name(), List.of(), 0, 1, mean);
    };
  }

  private List<FittedTarget> fittedTargets() {
    if (schema.task() == DatasetSchema.Task.CLASSIFICATION) {
      return List.of();
    }
    List<FittedTarget> fitted = new ArrayList<>();
    List<String> names = schema.targetNames();
    for (int t = 0; t < names.size(); t++) {
      fitted.add(fittedTarget(names.get(t), t));
    }
    return List.copyOf(fitted);
  }

  private FittedTarget fittedTarget(String name, int target) {
    if (spec.target() == TargetScaling.NONE) {
      return new FittedTarget(name, 0, 1);
    }
    if (schema.layout() instanceof Layout.Windows) {
      // All steps ahead are of the same series: one scale for them.
      int[] columns = data.targetColumns();
      int column = columns[target % columns.length];
      return new FittedTarget(name, features.mean(column), usable(features.deviation(column)));
    }
    return new FittedTarget(name, targets.mean(target), usable(targets.deviation(target)));
  }

  /** A constant column has nothing to be divided by. */
  private static double usable(double scale) {
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }
}
