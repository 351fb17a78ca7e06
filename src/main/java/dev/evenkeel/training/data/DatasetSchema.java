package dev.evenkeel.training.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What the tensors of a stored dataset mean. Written as {@code schema.json} beside them.
 *
 * <p>{@code features.npy} is float32 [examples, features.size()] in the order of {@code features}:
 * numbers as they are, a categorical column as the index of its category, a missing cell as NaN.
 * {@code targets.npy} is float32 [examples, 1] with the class index for classification, [examples,
 * targets.size()] with raw values for regression; NaN where missing.
 *
 * @param examples number of rows
 * @param features input columns in file order
 * @param targets names of the target columns
 * @param classes sorted labels; empty for regression
 */
public record DatasetSchema(
    Task task,
    long examples,
    List<FeatureColumn> features,
    List<String> targets,
    List<String> classes) {

  public static final String FILE = "schema.json";
  public static final String FEATURES_FILE = "features.npy";
  public static final String TARGETS_FILE = "targets.npy";

  /** What is learned. */
  public enum Task {
    CLASSIFICATION,
    REGRESSION,
    FORECASTING
  }

  /**
   * An input column.
   *
   * @param categories sorted category names; empty for a numeric column
   */
  public record FeatureColumn(String name, List<String> categories) {

    @JsonIgnore
    public boolean isCategorical() {
      return !categories.isEmpty();
    }

    /** Network inputs that this column becomes: one a category, or one number. */
    public int width() {
      return isCategorical() ? categories.size() : 1;
    }
  }

  /** Network inputs of one example. */
  public int featureWidth() {
    return features.stream().mapToInt(FeatureColumn::width).sum();
  }
}
