package dev.evenkeel.training.data;

import java.io.IOException;

/** Turns a dataset's example into what the network sees: inputs, and labels. */
final class ExampleEncoding {

  private final int featureWidth;
  private final FeatureEncoding features;
  private final LabelEncoding labels;
  private final float[] targets;
  private float[] cells = new float[0];

  ExampleEncoding(FittedPreprocessing preprocessing, LabelEncoding labels) {
    this(preprocessing, labels, new FeatureEncoding(preprocessing));
  }

  private ExampleEncoding(
      FittedPreprocessing preprocessing, LabelEncoding labels, FeatureEncoding features) {
    featureWidth = preprocessing.featureWidth();
    this.features = features;
    this.labels = labels;
    targets = new float[Math.max(1, preprocessing.targets().size())];
  }

  /** The encoding for the examples of a dataset, whose words have numbers of its own. */
  static ExampleEncoding of(
      DatasetTensors data, FittedPreprocessing preprocessing, LabelEncoding labels)
      throws IOException {
    if (!data.schema().isText()) {
      return new ExampleEncoding(preprocessing, labels);
    }
    int[] ids = data.tokens().idsIn(preprocessing.columns().get(0).vocabulary());
    return new ExampleEncoding(preprocessing, labels, new FeatureEncoding(preprocessing, ids));
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
