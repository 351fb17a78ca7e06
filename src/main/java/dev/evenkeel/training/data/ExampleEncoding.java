package dev.evenkeel.training.data;

/** Turns a dataset's row into what the network sees: inputs, then labels. */
final class ExampleEncoding {

  private final int featureWidth;
  private final FeatureEncoding features;
  private final LabelEncoding labels;
  private final float[] cells;
  private final float[] targets;

  ExampleEncoding(FittedPreprocessing preprocessing, LabelEncoding labels) {
    featureWidth = preprocessing.featureWidth();
    features = new FeatureEncoding(preprocessing);
    this.labels = labels;
    cells = new float[preprocessing.columns().size()];
    targets = new float[Math.max(1, preprocessing.targets().size())];
  }

  int featureWidth() {
    return featureWidth;
  }

  LabelEncoding labels() {
    return labels;
  }

  void encode(DatasetTensors data, int row, float[] into) {
    data.readFeatures(row, cells);
    features.encode(cells, into);
    data.readTargets(row, targets);
    labels.encode(targets, into, featureWidth);
  }
}
