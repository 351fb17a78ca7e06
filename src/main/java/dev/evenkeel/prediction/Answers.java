package dev.evenkeel.prediction;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema.Task;
import java.util.List;

/**
 * What a model's outputs mean: probabilities of classes, or values of targets. Immutable.
 *
 * @param classes empty for regression
 * @param outputs values that the graph gives for a row; 1 stands for the second of two classes
 */
record Answers(List<String> classes, List<String> targets, int outputs) {

  static final int NO_LABEL = -1;

  static Answers of(ModelManifest manifest, int outputs) {
    boolean classifies = manifest.schema().task() == Task.CLASSIFICATION;
    return new Answers(
        classifies ? manifest.schema().classes() : List.of(), manifest.schema().targets(), outputs);
  }

  boolean isClassification() {
    return !classes.isEmpty();
  }

  /**
   * The probability of a class.
   *
   * @param at where the row's outputs begin
   */
  double probability(double[] values, int at, int index) {
    if (outputs > 1) {
      return values[at + index];
    }
    return index == 1 ? values[at] : 1 - values[at];
  }

  /** The most probable class, or {@link #NO_LABEL} where a probability is not a number. */
  int label(double[] values, int at) {
    int best = 0;
    for (int i = 0; i < classes.size(); i++) {
      double probability = probability(values, at, i);
      if (Double.isNaN(probability)) {
        return NO_LABEL;
      }
      if (probability > probability(values, at, best)) {
        best = i;
      }
    }
    return best;
  }
}
