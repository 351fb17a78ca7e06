package dev.evenkeel.training.data;

/** Turns a dataset's example into what the network sees: inputs, and labels. */
final class ExampleEncoding {

  private final int featureWidth;
  private final FeatureEncoding features;
  private final LabelEncoding labels;
  private final float[] targets;
  private float[] cells = new float[0];

  ExampleEncoding(FittedPreprocessing preprocessing, LabelEncoding labels) {
    featureWidth = preprocessing.featureWidth();
    features = new FeatureEncoding(preprocessing);
    this.labels = labels;
    targets = new float[Math.max(1, preprocessing.targets().size())];
  }

  /** Inputs at one position. */
  int featureWidth() {
    return featureWidth;
  }

  LabelEncoding labels() {
    return labels;
  }

  void encodeFeatures(DatasetTensors data, int example, float[] into, int at) {
    if (cells.length < data.mostCells()) {
      cells = new float[data.mostCells()];
    }
    data.readFeatures(example, cells);
    features.encode(cells, data.positions(example), into, at);
  }

  void encodeLabels(DatasetTensors data, int example, float[] into, int at) {
    data.readTargets(example, targets);
    labels.encode(targets, into, at);
  }
}
