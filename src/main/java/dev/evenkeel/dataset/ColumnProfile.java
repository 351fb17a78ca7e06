package dev.evenkeel.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a dataset holds. Statistics are over its finite cells, and null where there are
 * none or the column is not numeric.
 *
 * @param std standard deviation of the population (divided by n)
 * @param missing empty cells, {@code NA} and {@code NaN}
 * @param nonFinite infinities and numbers beyond float32
 * @param distinct how many categories there are; null unless categorical
 * @param categories the most frequent of them, at most 50; null unless categorical
 */
public record ColumnProfile(
    String name,
    ColumnType type,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double mean,
    @Nullable Double std,
    long missing,
    long nonFinite,
    @Nullable Integer distinct,
    @Nullable List<CategoryCount> categories) {

  /** How often a category occurs. */
  public record CategoryCount(String name, long count) {}
}
