package dev.evenkeel.training.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.List;

/**
 * Preprocessing with its statistics filled in from the training split. Part of the model: predict
 * applies the same.
 *
 * <p>Computed in double, then rounded to float: input = (raw − offset) / scale for a number,
 * one-hot for a category. Columns are those of one position of an example: statistics of a
 * sequence's column or an image's channel are taken over all positions.
 */
public record FittedPreprocessing(
    List<FittedColumn> columns,
    List<FittedTarget> targets,
    MissingPolicy missing,
    InputEncoding encoding) {

  /** What a network with an embedding in front sees in place of numbers and one-hot vectors. */
  public enum InputEncoding {
    /** Scaled numbers, one-hot categories. */
    VALUES,
    /** One whole number a position: a category's or token's id, or the number as it is. */
    CODES
  }

  /** Preprocessing into numbers and one-hot vectors. */
  public FittedPreprocessing(
      List<FittedColumn> columns, List<FittedTarget> targets, MissingPolicy missing) {
    this(columns, targets, missing, InputEncoding.VALUES);
  }

  /**
   * One input column.
   *
   * @param categories as in the schema; empty for a number
   * @param offset subtracted from a number
   * @param scale divides a number; never 0
   * @param fill the raw value (or category index) that takes the place of a missing one under
   *     {@code mean}
   * @param vocabulary learned tokens of a text column: token k has the id k + 2; empty otherwise
   */
  public record FittedColumn(
      String name,
      List<String> categories,
      double offset,
      double scale,
      double fill,
      List<String> vocabulary) {

    /** What stands behind the last token of a shorter text. */
    public static final int PADDING = 0;

    /** What stands for a token that is not in the vocabulary, and for an empty text. */
    public static final int UNKNOWN = 1;

    /** The id of the first token of the vocabulary. */
    public static final int FIRST_TOKEN = 2;

    /** A column of numbers or categories. */
    public FittedColumn(
        String name, List<String> categories, double offset, double scale, double fill) {
      this(name, categories, offset, scale, fill, List.of());
    }

    @JsonIgnore
    public boolean isCategorical() {
      return !categories.isEmpty();
    }

    public int width() {
      return isCategorical() ? categories.size() : 1;
    }
  }

  /** One regression target: network output · scale + offset is in the user's units. */
  public record FittedTarget(String name, double offset, double scale) {

    /** A network's output in the user's units. */
    public double raw(float output) {
      return output * scale + offset;
    }
  }

  /** The same with the input columns of a model that is trained further. */
  public FittedPreprocessing withColumns(List<FittedColumn> others) {
    return new FittedPreprocessing(others, targets, missing, encoding);
  }

  /** Network inputs of one position. */
  public int featureWidth() {
    return encoding == InputEncoding.CODES
        ? columns.size()
        : columns.stream().mapToInt(FittedColumn::width).sum();
  }
}
