package dev.evenkeel.prediction;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.plan.OutputMeaning;
import java.util.List;

/**
 * What a model's outputs mean: probabilities or other scores of classes, or values of targets.
 * Immutable.
 *
 * @param classes empty for regression
 * @param outputs values that the graph gives for a row; 1 stands for the second of two classes
 */
public record Answers(
    List<String> classes, List<String> targets, int outputs, OutputMeaning meaning) {

  public static final int NO_LABEL = -1;

  static Answers of(ModelManifest manifest, int outputs) {
    boolean classifies = manifest.schema().task() == Task.CLASSIFICATION;
    return new Answers(
        classifies ? manifest.schema().classes() : List.of(),
        manifest.schema().targetNames(),
        outputs,
        manifest.output());
  }

  public boolean isClassification() {
    return !classes.isEmpty();
  }

  /** Whether {@link #probability} means anything. */
  public boolean givesProbabilities() {
    return meaning.givesProbabilities();
  }

  /**
   * The probability of a class.
   *
   * @param at where the row's outputs begin
   */
  public double probability(double[] values, int at, int index) {
    if (outputs > 1) {
      return values[at + index];
    }
    return index == 1 ? values[at] : 1 - values[at];
  }

  /** The class that the outputs speak for, or {@link #NO_LABEL} where one is not a number. */
  public int label(double[] values, int at) {
    int best = 0;
    for (int i = 0; i < outputs; i++) {
      if (Double.isNaN(values[at + i])) {
        return NO_LABEL;
      }
      if (values[at + i] > values[at + best]) {
        best = i;
      }
    }
    return outputs > 1 ? best : values[at] > meaning.threshold() ? 1 : 0;
  }
}
