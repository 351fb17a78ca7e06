package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/**
 * How examples are divided: fractions of the dataset in [0, 1), or separate datasets of the same
 * schema.
 *
 * <p>A fraction is 0 wherever a separate dataset takes its place.
 */
public record SplitSpec(
    @Nullable Double validation,
    @Nullable Double test,
    @Nullable String validationDatasetId,
    @Nullable String testDatasetId) {

  public static final double DEFAULT_VALIDATION = 0.2;

  public SplitSpec {
    if (validation == null) {
      validation = validationDatasetId == null ? DEFAULT_VALIDATION : 0.0;
    }
    if (test == null) {
      test = 0.0;
    }
  }

  public static SplitSpec defaults() {
    return new SplitSpec(null, null, null, null);
  }
}
