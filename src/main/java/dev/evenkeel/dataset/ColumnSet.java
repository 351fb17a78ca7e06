package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a file while it is read: which of them are inputs, which are targets, and what was
 * found in them.
 */
final class ColumnSet {

  private final DatasetSpec spec;
  private final DatasetSettings limits;
  private final CellFaults faults = new CellFaults();
  private final MissingLog missing = new MissingLog();
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Column> features = new LinkedHashMap<>();
  private final Map<String, Column> targets = new LinkedHashMap<>();
  private long rows;

  ColumnSet(DatasetSpec spec, DatasetSettings limits) {
    this.spec = spec;
    this.limits = limits;
  }

  /** How many columns are inputs. */
  static int countFeatures(Map<String, ColumnType> types, DatasetSpec spec) {
    return (int)
        types.entrySet().stream()
            .filter(
                column ->
                    isInput(column.getValue())
                        && (spec.format().learnsFromTargets()
                            || !spec.targets().contains(column.getKey())))
            .count();
  }

  private static boolean isInput(ColumnType type) {
    return switch (type) {
      case NUMERIC, CATEGORICAL, TEXT -> true;
      case IGNORE, SEQUENCE_ID, TIME -> false;
    };
  }

  /**
   * Makes a reader for each column.
   *
   * @param inputs takes the values of the features, row by row
   * @param outputs takes those of the targets
   */
  void plan(Map<String, ColumnType> types, FloatSink inputs, FloatSink outputs) {
    CategoryLimit categories = CategoryLimit.ofFeatures(limits);
    Intake feature = new Intake(inputs, faults, missing);
    Intake target = new Intake(outputs, faults, missing);
    types.forEach(
        (name, type) -> {
          if (spec.targets().contains(name)) {
            add(targetColumn(name, target), targets);
          } else if (type == ColumnType.NUMERIC) {
            add(new NumericColumn(name, feature), features);
          } else if (type == ColumnType.CATEGORICAL) {
            add(new CategoricalColumn(name, feature, categories, false), features);
          } else {
            columns.add(new IgnoredColumn(name));
          }
        });
  }

  private Column targetColumn(String name, Intake intake) {
    return spec.targetType() == ColumnType.NUMERIC
        ? new NumericColumn(name, intake)
        : new CategoricalColumn(name, intake, CategoryLimit.ofClasses(limits), true);
  }

  private void add(Column column, Map<String, Column> role) {
    columns.add(column);
    role.put(column.name(), column);
  }

  /** Reads all rows. */
  void readRows(Cells cells) throws IOException {
    Column[] inOrder = columns.toArray(Column[]::new);
    while (cells.nextRow()) {
      rows++;
      readRow(cells, inOrder);
      if (rows > limits.maxRows()) {
        throw BadFile.tooLarge(
            "The file has more than %d rows, the most that is taken.".formatted(limits.maxRows()));
      }
    }
    faults.refuseIfAny();
    if (rows == 0) {
      throw BadFile.because(
          "no_examples", "The file has a header but no rows. It needs one example a row.");
    }
    requireClasses();
  }

  private void readRow(Cells csv, Column[] inOrder) throws IOException {
    int cells = 0;
    long line = 0;
    while (cells < inOrder.length && csv.hasCell()) {
      inOrder[cells].readFrom(csv);
      line = cells++ == 0 ? csv.line() : line;
    }
    if (cells < inOrder.length || csv.hasCell()) {
      while (csv.hasCell()) {
        csv.skipCell();
        cells++;
      }
      faults.raggedRow(line, cells, inOrder.length);
    }
  }

  private void requireClasses() {
    if (spec.targetType() == ColumnType.CATEGORICAL && classes().size() < 2) {
      throw BadFile.because(
          "too_few_classes",
          "The target '%s' holds one class only. A classification needs at least 2."
              .formatted(spec.targets().get(0)));
    }
  }

  long rows() {
    return rows;
  }

  /** Gives the categories of the inputs their final codes. */
  void remapFeatures(Path tensor) throws IOException {
    remap(features, tensor);
  }

  /** Gives the classes of the targets their final codes. */
  void remapTargets(Path tensor) throws IOException {
    remap(targets, tensor);
  }

  private static void remap(Map<String, Column> role, Path tensor) throws IOException {
    CodeRemapping remapping = new CodeRemapping(role.size());
    int index = 0;
    for (Column column : role.values()) {
      if (column instanceof CategoricalColumn categorical) {
        remapping.put(index, categorical.codes());
      }
      index++;
    }
    remapping.apply(tensor);
  }

  List<FeatureColumn> features() {
    return features.values().stream()
        .map(column -> new FeatureColumn(column.name(), categories(column)))
        .toList();
  }

  List<String> targets() {
    return List.copyOf(targets.keySet());
  }

  /** The sorted labels; none for numbers. */
  List<String> classes() {
    return categories(targets.values().iterator().next());
  }

  private static List<String> categories(Column column) {
    return column instanceof CategoricalColumn categorical
        ? categorical.sortedCategories()
        : List.of();
  }

  List<ColumnProfile> profiles() {
    return columns.stream().map(Column::profile).toList();
  }

  /** Rows of each class; none for numbers. */
  List<Long> classCounts() {
    return targets.values().iterator().next() instanceof CategoricalColumn label
        ? label.counts()
        : List.of();
  }

  MissingCells missingCells() {
    return missing.cells();
  }
}
