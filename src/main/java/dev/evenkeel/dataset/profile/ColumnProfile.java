package dev.evenkeel.dataset.profile;

import dev.evenkeel.dataset.spec.ColumnType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a dataset holds. Statistics are over its finite cells, and null where there are
 * none or the column is not numeric.
 *
 * @param std standard deviation of the population (divided by n)
 * @param missing empty cells, {@code NA} and {@code NaN}
 * @param nonFinite infinities and numbers beyond float32
 * @param categories the most frequent categories, at most {@value #MOST_CATEGORIES}; null unless
 *     categorical
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
    @Nullable List<CategoryCount> categories) {

  static final int MOST_CATEGORIES = 100;

  /**
   * A column of categories.
   *
   * @param counts of all of them; the most frequent are kept
   */
  public static ColumnProfile ofCategories(String name, Map<String, Long> counts, long missing) {
    List<CategoryCount> most =
        counts.entrySet().stream()
            .map(entry -> new CategoryCount(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingLong(CategoryCount::count)
                    .reversed()
                    .thenComparing(CategoryCount::value))
            .limit(MOST_CATEGORIES)
            .toList();
    return new ColumnProfile(
        name, ColumnType.CATEGORICAL, null, null, null, null, missing, 0, most);
  }

  /** How often a category occurs. */
  public record CategoryCount(String value, long count) {}
}
