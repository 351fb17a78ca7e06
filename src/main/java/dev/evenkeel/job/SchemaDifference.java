package dev.evenkeel.job;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first thing in which a validation or test dataset differs from the training dataset. */
final class SchemaDifference {

  private SchemaDifference() {}

  /** A sentence that names the difference; empty where the datasets fit together. */
  static Optional<String> between(DatasetSchema training, DatasetSchema other) {
    if (training.task() != other.task()) {
      return Optional.of(
          "its task is %s, not %s.".formatted(lower(other.task()), lower(training.task())));
    }
    if (!training.targets().equals(other.targets())) {
      return Optional.of(
          "its target is %s, not %s."
              .formatted(
                  String.join(", ", other.targets()), String.join(", ", training.targets())));
    }
    return columns(training.features(), other.features())
        .or(() -> values("classes", training.classes(), other.classes()));
  }

  private static Optional<String> columns(List<FeatureColumn> wanted, List<FeatureColumn> given) {
    List<String> wantedNames = wanted.stream().map(FeatureColumn::name).toList();
    List<String> givenNames = given.stream().map(FeatureColumn::name).toList();
    if (!wantedNames.equals(givenNames)) {
      return Optional.of(names(wantedNames, givenNames));
    }
    for (int i = 0; i < wanted.size(); i++) {
      Optional<String> difference = column(wanted.get(i), given.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static String names(List<String> wanted, List<String> given) {
    List<String> lacking = new ArrayList<>(wanted);
    lacking.removeAll(given);
    if (!lacking.isEmpty()) {
      return "it lacks column %s.".formatted(lacking.get(0));
    }
    List<String> surplus = new ArrayList<>(given);
    surplus.removeAll(wanted);
    return surplus.isEmpty()
        ? "its columns come in another order."
        : "it has a column %s that the training dataset lacks.".formatted(surplus.get(0));
  }

  private static Optional<String> column(FeatureColumn wanted, FeatureColumn given) {
    if (wanted.isCategorical() != given.isCategorical()) {
      return Optional.of(
          "its column %s is %s, not %s.".formatted(wanted.name(), kind(given), kind(wanted)));
    }
    return values("categories in column " + wanted.name(), wanted.categories(), given.categories());
  }

  /** What training has seen and the other dataset lacks does no harm; the reverse can't be used. */
  private static Optional<String> values(String what, List<String> wanted, List<String> given) {
    Set<String> known = new HashSet<>(wanted);
    return given.stream()
        .filter(value -> !known.contains(value))
        .findFirst()
        .map(
            value ->
                "it has %s that training never sees, such as '%s'."
                    .formatted(what, SchemaFaults.shorten(value)));
  }

  private static String kind(FeatureColumn column) {
    return column.isCategorical() ? "categorical" : "numeric";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(java.util.Locale.ROOT);
  }
}
