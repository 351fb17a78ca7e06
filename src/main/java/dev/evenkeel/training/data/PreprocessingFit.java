package dev.evenkeel.training.data;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.TargetScaling;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the statistics of preprocessing from the training rows alone, in one pass and without
 * regard to missing and non-finite cells.
 */
final class PreprocessingFit {

  private final DatasetSchema schema;
  private final PreprocessingSpec spec;
  private final ColumnStatistics features;
  private final ColumnStatistics targets;
  private final long[][] categoryCounts;

  private PreprocessingFit(DatasetSchema schema, PreprocessingSpec spec, DatasetTensors data) {
    this.schema = schema;
    this.spec = spec;
    features = new ColumnStatistics(data.featureColumns());
    targets = new ColumnStatistics(data.targetColumns());
    categoryCounts = new long[schema.features().size()][];
    for (int c = 0; c < categoryCounts.length; c++) {
      categoryCounts[c] = new long[schema.features().get(c).categories().size()];
    }
  }

  static FittedPreprocessing fit(DatasetTensors data, int[] rows, PreprocessingSpec spec) {
    PreprocessingFit fit = new PreprocessingFit(data.schema(), spec, data);
    float[] cells = new float[data.featureColumns()];
    float[] target = new float[data.targetColumns()];
    for (int row : rows) {
      data.readFeatures(row, cells);
      fit.features.add(cells);
      fit.countCategories(cells);
      data.readTargets(row, target);
      fit.targets.add(target);
    }
    return new FittedPreprocessing(fit.columns(), fit.fittedTargets(), spec.missing());
  }

  private void countCategories(float[] cells) {
    for (int c = 0; c < categoryCounts.length; c++) {
      if (categoryCounts[c].length > 0 && Float.isFinite(cells[c])) {
        categoryCounts[c][(int) cells[c]]++;
      }
    }
  }

  private List<FittedColumn> columns() {
    List<FittedColumn> columns = new ArrayList<>();
    for (int c = 0; c < schema.features().size(); c++) {
      FeatureColumn column = schema.features().get(c);
      columns.add(column.isCategorical() ? categorical(column, c) : numeric(column, c));
    }
    return List.copyOf(columns);
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
    for (int t = 0; t < schema.targets().size(); t++) {
      boolean standardize = spec.target() == TargetScaling.STANDARDIZE;
      fitted.add(
          new FittedTarget(
              schema.targets().get(t),
              standardize ? targets.mean(t) : 0,
              standardize ? usable(targets.deviation(t)) : 1));
    }
    return List.copyOf(fitted);
  }

  /** A constant column has nothing to be divided by. */
  private static double usable(double scale) {
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }
}
