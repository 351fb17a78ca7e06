package dev.evenkeel.training.data;

import dev.evenkeel.training.spec.ClassWeights;
import java.util.Arrays;
import java.util.Map;

/** Computes what each class counts in the loss, from the labels of the training split. */
public final class ClassWeighting {

  private ClassWeighting() {}

  /**
   * A weight for each class; empty where all examples count the same.
   *
   * @throws UnusableDataException where a weight names no class
   */
  public static float[] of(ClassWeights spec, RunData data) {
    if (spec.type() == ClassWeights.Type.NONE) {
      return new float[0];
    }
    if (data.schema().classes().isEmpty()) {
      throw new UnusableDataException(
          "class_weights", "Class weights need classes, but the targets are numbers.");
    }
    return spec.type() == ClassWeights.Type.BALANCED
        ? balanced(data)
        : explicit(spec.weights(), data.schema());
  }

  private static float[] balanced(RunData data) {
    int classes = data.schema().classes().size();
    long[] counts = new long[classes];
    float[] labels = new float[data.training().labelWidth()];
    long labelled = 0;
    for (int i = 0; i < data.training().size(); i++) {
      data.training().readLabels(i, labels, 0);
      int label = data.labels().classOf(labels, 0);
      if (label >= 0) {
        counts[label]++;
        labelled++;
      }
    }
    float[] weights = new float[classes];
    for (int k = 0; k < classes; k++) {
      weights[k] = counts[k] == 0 ? 1f : (float) ((double) labelled / (classes * counts[k]));
    }
    return weights;
  }

  private static float[] explicit(Map<String, Double> wanted, DatasetSchema schema) {
    float[] weights = new float[schema.classes().size()];
    Arrays.fill(weights, 1f);
    wanted.forEach(
        (label, weight) -> {
          int k = schema.classes().indexOf(label);
          if (k < 0) {
            throw new UnusableDataException(
                "class_weights",
                "class_weights names %s, which is not a class. The classes are: %s."
                    .formatted(label, String.join(", ", schema.classes())));
          }
          if (!(weight >= 0 && Float.isFinite(weight.floatValue()))) {
            throw new UnusableDataException(
                "class_weights",
                "The weight of class %s (%s) must be finite and not negative."
                    .formatted(label, weight));
          }
          weights[k] = weight.floatValue();
        });
    return weights;
  }
}
