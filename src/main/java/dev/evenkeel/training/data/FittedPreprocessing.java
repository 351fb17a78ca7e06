package dev.evenkeel.training.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.List;

/**
 * Preprocessing with its statistics filled in from the training split. Part of the model: predict
 * applies the same.
 *
 * <p>Computed in double, then rounded to float: input = (raw − offset) / scale for a number,
 * one-hot for a category.
 */
public record FittedPreprocessing(
    List<FittedColumn> columns, List<FittedTarget> targets, MissingPolicy missing) {

  /**
   * One input column.
   *
   * @param categories as in the schema; empty for a number
   * @param offset subtracted from a number
   * @param scale divides a number; never 0
   * @param fill the raw value (or category index) that takes the place of a missing one under
   *     {@code mean}
   */
  public record FittedColumn(
      String name, List<String> categories, double offset, double scale, double fill) {

    @JsonIgnore
    public boolean isCategorical() {
      return !categories.isEmpty();
    }

    public int width() {
      return isCategorical() ? categories.size() : 1;
    }
  }

  /** One regression target: network output · scale + offset is in the user's units. */
  public record FittedTarget(String name, double offset, double scale) {}

  public int featureWidth() {
    return columns.stream().mapToInt(FittedColumn::width).sum();
  }
}
