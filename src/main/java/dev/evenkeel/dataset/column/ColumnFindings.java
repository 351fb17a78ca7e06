package dev.evenkeel.dataset.column;

import dev.evenkeel.dataset.cells.MissingLog;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.Imported;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.profile.ProfileWarnings;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was found in the columns of a file: its schema, its profile, what is odd about it.
 *
 * @param columns all columns in file order
 * @param features those that are inputs, by name
 * @param targets those that are to be learned, by name
 * @param missing where cells are missing
 */
public record ColumnFindings(
    DatasetSpec spec,
    List<Column> columns,
    Map<String, Column> features,
    Map<String, Column> targets,
    MissingLog missing) {

  /**
   * All that was found.
   *
   * @param classCounts examples of each class; none for numbers
   */
  public Imported imported(Layout layout, long examples, List<Long> classCounts) {
    DatasetSchema schema =
        new DatasetSchema(
                spec.task(), examples, layout, inputs(), List.copyOf(targets.keySet()), classes())
            .ignoring(ignored());
    List<ColumnProfile> profiles = columns.stream().map(Column::profile).toList();
    return new Imported(
        schema,
        new DatasetProfile(
            schema.inputShape(),
            schema.classes(),
            profiles,
            warnings(profiles, classCounts),
            missing.cells()));
  }

  private List<String> ignored() {
    return columns.stream().filter(IgnoredColumn.class::isInstance).map(Column::name).toList();
  }

  private List<ProfileWarning> warnings(List<ColumnProfile> profiles, List<Long> classCounts) {
    List<ProfileWarning> warnings =
        new ArrayList<>(ProfileWarnings.of(profiles, targets.keySet(), classCounts));
    for (Column column : columns) {
      if (column instanceof TextColumn text) {
        warnings.addAll(text.warnings());
      }
    }
    return List.copyOf(warnings);
  }

  private List<FeatureColumn> inputs() {
    return features.values().stream().map(ColumnFindings::feature).toList();
  }

  private static FeatureColumn feature(Column column) {
    return column instanceof TextColumn text
        ? new FeatureColumn(
            text.name(),
            List.of(),
            new DatasetSchema.Text(
                text.tokens(), text.limits().vocabulary(), text.limits().maxTokens()))
        : new FeatureColumn(column.name(), categories(column));
  }

  /** The sorted labels; none for numbers. */
  public List<String> classes() {
    return categories(targets.values().iterator().next());
  }

  private static List<String> categories(Column column) {
    return column instanceof CategoricalColumn categorical
        ? categorical.sortedCategories()
        : List.of();
  }

  /** Rows of each class; none for numbers. */
  public List<Long> classCounts() {
    return targets.values().iterator().next() instanceof CategoricalColumn label
        ? label.counts()
        : List.of();
  }
}
