package dev.evenkeel.training.data;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In what a validation or test dataset differs from the training dataset. It may lack a category or
 * class that training has seen, never the other way round.
 */
public final class SchemaDifferences {

  private SchemaDifferences() {}

  /** What to repair, each in half a sentence; empty where the datasets fit together. */
  public static List<String> between(DatasetSchema own, DatasetSchema wanted) {
    List<String> found = new ArrayList<>();
    if (own.task() != wanted.task()) {
      found.add("its task is %s, not %s".formatted(lower(own.task()), lower(wanted.task())));
      return found;
    }
    found.addAll(ofInputs(own, wanted));
    compareNames("targets", own.targets(), wanted.targets(), found);
    compareLabels("class", own.classes(), wanted.classes(), found);
    return found;
  }

  /** The same for what goes into a network alone, whatever it is to learn of it. */
  public static List<String> ofInputs(DatasetSchema own, DatasetSchema wanted) {
    List<String> found = new ArrayList<>();
    compareLayouts(own, wanted, found);
    compareNames("columns", columnNames(own), columnNames(wanted), found);
    if (found.isEmpty()) {
      compareColumns(own.features(), wanted.features(), found);
    }
    return found;
  }

  /** Sequences may be as long as they like, as far as the others differ in length, too. */
  private static void compareLayouts(DatasetSchema own, DatasetSchema wanted, List<String> found) {
    List<@Nullable Integer> shape = own.inputShape();
    List<@Nullable Integer> other = wanted.inputShape();
    boolean same =
        own.layout().getClass() == wanted.layout().getClass()
            && shape.subList(0, shape.size() - 1).equals(other.subList(0, other.size() - 1));
    boolean padded = wanted.layout() instanceof Layout.Sequences w && w.varies();
    if (!same && !(padded && own.layout() instanceof Layout.Sequences)) {
      found.add("its examples are of the shape %s, not %s".formatted(shape, other));
    }
    if (own.layout() instanceof Layout.Windows mine
        && wanted.layout() instanceof Layout.Windows theirs
        && mine.horizon() != theirs.horizon()) {
      found.add("its horizon is %d, not %d".formatted(mine.horizon(), theirs.horizon()));
    }
  }

  private static List<String> columnNames(DatasetSchema schema) {
    return schema.features().stream().map(FeatureColumn::name).toList();
  }

  private static void compareNames(
      String what, List<String> own, List<String> wanted, List<String> found) {
    if (own.equals(wanted)) {
      return;
    }
    List<String> lacking = minus(wanted, own);
    List<String> extra = minus(own, wanted);
    if (!lacking.isEmpty()) {
      found.add("it lacks the %s %s".formatted(what, few(lacking)));
    }
    if (!extra.isEmpty()) {
      found.add("it has the unknown %s %s".formatted(what, few(extra)));
    }
    if (lacking.isEmpty() && extra.isEmpty()) {
      found.add("its %s are in another order".formatted(what));
    }
  }

  private static void compareColumns(
      List<FeatureColumn> own, List<FeatureColumn> wanted, List<String> found) {
    for (int c = 0; c < own.size(); c++) {
      FeatureColumn mine = own.get(c);
      if (!kind(mine).equals(kind(wanted.get(c)))) {
        found.add(
            "its column %s is %s, not %s".formatted(mine.name(), kind(mine), kind(wanted.get(c))));
      } else {
        compareLabels(
            "category of column " + mine.name(),
            mine.categories(),
            wanted.get(c).categories(),
            found);
      }
    }
  }

  private static String kind(FeatureColumn column) {
    return column.isText() ? "text" : column.isCategorical() ? "categorical" : "numeric";
  }

  private static void compareLabels(
      String what, List<String> own, List<String> wanted, List<String> found) {
    List<String> unseen = minus(own, wanted);
    if (!unseen.isEmpty()) {
      found.add("it has a %s that training never sees: %s".formatted(what, few(unseen)));
    }
  }

  private static List<String> minus(List<String> from, List<String> what) {
    var known = new java.util.HashSet<>(what);
    return from.stream().filter(name -> !known.contains(name)).toList();
  }

  private static String few(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(10, names.size())));
    return names.size() > 10 ? shown + " and %d more".formatted(names.size() - 10) : shown;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
