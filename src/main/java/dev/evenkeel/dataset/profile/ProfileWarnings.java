package dev.evenkeel.dataset.profile;

import dev.evenkeel.dataset.cells.CellFaults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds what is suspicious in the profile of a dataset: one warning a kind, naming the columns. */
public final class ProfileWarnings {

  private static final double IMBALANCE = 10;
  private static final int MOST_NAMED = 10;

  private final List<ColumnProfile> columns;
  private final List<ProfileWarning> warnings = new ArrayList<>();

  private ProfileWarnings(List<ColumnProfile> columns) {
    this.columns = columns;
  }

  /**
   * @param targets names of the columns to be learned
   * @param classCounts examples of each class; empty for regression
   */
  public static List<ProfileWarning> of(
      List<ColumnProfile> columns, Set<String> targets, List<Long> classCounts) {
    ProfileWarnings found = new ProfileWarnings(columns);
    found.warn(
        "constant_target",
        column -> targets.contains(column.name()) && isConstant(column),
        "are to be learned and hold one value only, so that any model is right; check the file and"
            + " the spec's target");
    found.warn(
        "constant_column",
        column -> !targets.contains(column.name()) && isConstant(column),
        "hold one value only and tell nothing");
    found.warn(
        "missing_values",
        column -> column.missing() > 0,
        "have missing cells; a job's preprocessing.missing says what becomes of them");
    found.warn(
        "non_finite_values",
        column -> column.nonFinite() > 0,
        "have infinite cells, or numbers beyond float32; they are treated as missing");
    found.warn(
        "high_cardinality",
        column -> countCategories(column) >= ColumnProfile.MOST_CATEGORIES,
        "have %d categories or more".formatted(ColumnProfile.MOST_CATEGORIES));
    if (!classCounts.isEmpty()) {
      found.warnImbalance(classCounts);
    }
    return List.copyOf(found.warnings);
  }

  private static boolean isConstant(ColumnProfile column) {
    return switch (column.type()) {
      case NUMERIC -> column.min() != null && column.min().equals(column.max());
      case CATEGORICAL -> countCategories(column) == 1;
      case TEXT, IGNORE, SEQUENCE_ID, TIME -> false;
    };
  }

  private static int countCategories(ColumnProfile column) {
    return column.categories() == null ? 0 : column.categories().size();
  }

  private void warnImbalance(List<Long> classCounts) {
    long most = Collections.max(classCounts);
    long fewest = Collections.min(classCounts);
    if (most > IMBALANCE * fewest) {
      warnings.add(
          new ProfileWarning(
              "class_imbalance",
              "The largest class has %d examples, the smallest %d. Consider class_weights: balanced."
                  .formatted(most, fewest)));
    }
  }

  private void warn(String code, Predicate<ColumnProfile> applies, String what) {
    List<String> names = columns.stream().filter(applies).map(ColumnProfile::name).toList();
    if (!names.isEmpty()) {
      warnings.add(new ProfileWarning(code, "Columns that %s: %s.".formatted(what, named(names))));
    }
  }

  /** The first names, and how many more there are. */
  public static String named(List<String> names) {
    return listed(names.stream().map(CellFaults::abbreviated).toList());
  }

  /** The first of texts that are short enough, and how many more there are. */
  public static String listed(List<String> texts) {
    int more = texts.size() - MOST_NAMED;
    return texts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
