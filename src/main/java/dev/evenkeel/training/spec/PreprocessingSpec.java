package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How raw columns become network inputs; statistics always come from the training split alone.
 *
 * @param excludeRows examples of the dataset that take no part, by row numbers from 0
 * @param excludeFromTraining examples that are not trained on; those of them that fall into the
 *     validation or test split stay there, and no other row changes its split
 */
public record PreprocessingSpec(
    @Nullable NumericScaling numeric,
    @Nullable MissingPolicy missing,
    @Nullable TargetScaling target,
    @Nullable List<Integer> excludeRows,
    @Nullable List<Integer> excludeFromTraining) {

  /** Rows that may be left out by number. */
  public static final int MOST_EXCLUDED = 10_000;

  /** What is done to a numeric column. */
  public enum NumericScaling {
    STANDARDIZE,
    MIN_MAX,
    NONE
  }

  /** What is done to missing and non-finite cells. */
  public enum MissingPolicy {
    /** The job is refused. */
    REJECT,
    /** Numeric cells take the training mean, categorical cells the most frequent category. */
    MEAN,
    /** The rows are left out. */
    DROP,
    /** The network sees NaN. */
    KEEP
  }

  /** What is done to regression targets. */
  public enum TargetScaling {
    STANDARDIZE,
    NONE
  }

  /** Preprocessing that trains on all that takes part. */
  public PreprocessingSpec(
      @Nullable NumericScaling numeric,
      @Nullable MissingPolicy missing,
      @Nullable TargetScaling target,
      @Nullable List<Integer> excludeRows) {
    this(numeric, missing, target, excludeRows, null);
  }

  @JsonCreator
  public PreprocessingSpec {
    numeric = numeric == null ? NumericScaling.STANDARDIZE : numeric;
    missing = missing == null ? MissingPolicy.REJECT : missing;
    target = target == null ? TargetScaling.STANDARDIZE : target;
    excludeRows = excludeRows == null ? List.of() : List.copyOf(excludeRows);
    excludeFromTraining =
        excludeFromTraining == null ? List.of() : List.copyOf(excludeFromTraining);
  }

  public static PreprocessingSpec defaults() {
    return new PreprocessingSpec(null, null, null, null);
  }
}
