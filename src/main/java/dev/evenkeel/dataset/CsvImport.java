package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a CSV file into tensors and a profile: a look at the first rows for the types, then one
 * pass at constant memory, then the categories' final codes.
 */
final class CsvImport {

  private final DatasetSpec spec;
  private final DatasetSettings limits;
  private final CellFaults faults = new CellFaults();
  private final MissingLog missing = new MissingLog();
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Column> features = new LinkedHashMap<>();
  private final Map<String, Column> targets = new LinkedHashMap<>();
  private long examples;

  /** What the import has found, beside the tensors that it has written. */
  record Imported(DatasetSchema schema, DatasetProfile profile) {}

  CsvImport(DatasetSpec spec, DatasetSettings limits) {
    this.spec = spec;
    this.limits = limits;
  }

  /**
   * @param folder takes features.npy and targets.npy
   */
  Imported run(CsvFile file, Path folder) throws IOException {
    CsvHeader header;
    Map<String, ColumnType> types;
    try (CsvReader csv = file.open()) {
      header = CsvHeader.read(csv, limits);
      header.require(spec);
      types = TypeInference.infer(header, csv);
    }
    types.putAll(spec.columns());
    spec.targets().forEach(target -> types.put(target, spec.targetType()));
    Path featuresFile = folder.resolve(DatasetSchema.FEATURES_FILE);
    Path targetsFile = folder.resolve(DatasetSchema.TARGETS_FILE);
    try (CsvReader csv = file.open();
        NpyWriter inputs = new NpyWriter(featuresFile, countFeatures(types));
        NpyWriter outputs = new NpyWriter(targetsFile, spec.targets().size())) {
      CsvHeader.read(csv, limits);
      plan(types, inputs, outputs);
      readRows(csv);
      inputs.finish();
      outputs.finish();
    }
    remap(features, featuresFile);
    remap(targets, targetsFile);
    return new Imported(schema(), profile());
  }

  private int countFeatures(Map<String, ColumnType> types) {
    long used = types.values().stream().filter(type -> type != ColumnType.IGNORE).count();
    return (int) used - spec.targets().size();
  }

  private void plan(Map<String, ColumnType> types, NpyWriter inputs, NpyWriter outputs) {
    CategoryLimit categories = CategoryLimit.ofFeatures(limits);
    Intake feature = new Intake(inputs, faults, missing);
    Intake target = new Intake(outputs, faults, missing);
    types.forEach(
        (name, type) -> {
          if (spec.targets().contains(name)) {
            add(targetColumn(name, target), targets);
          } else if (type == ColumnType.IGNORE) {
            columns.add(new IgnoredColumn(name));
          } else if (type == ColumnType.NUMERIC) {
            add(new NumericColumn(name, feature), features);
          } else {
            add(new CategoricalColumn(name, feature, categories, false), features);
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

  private void readRows(CsvReader csv) throws IOException {
    Column[] inOrder = columns.toArray(Column[]::new);
    while (csv.nextRow()) {
      examples++;
      readRow(csv, inOrder);
      if (examples > limits.maxRows()) {
        throw BadFile.tooLarge(
            "The file has more than %d rows, the most that is taken.".formatted(limits.maxRows()));
      }
    }
    faults.refuseIfAny();
    if (examples == 0) {
      throw BadFile.because(
          "no_examples", "The file has a header but no rows. It needs one example a row.");
    }
    requireClasses();
  }

  private void readRow(CsvReader csv, Column[] inOrder) throws IOException {
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
    int classes = labels().size();
    if (spec.targetType() == ColumnType.CATEGORICAL && classes < 2) {
      throw BadFile.because(
          "too_few_classes",
          "The target '%s' holds one class only. A classification needs at least 2."
              .formatted(spec.targets().get(0)));
    }
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

  private static List<String> categories(Column column) {
    return column instanceof CategoricalColumn categorical
        ? categorical.sortedCategories()
        : List.of();
  }

  private List<String> labels() {
    return categories(targets.values().iterator().next());
  }

  private DatasetSchema schema() {
    List<FeatureColumn> inputs =
        features.values().stream()
            .map(column -> new FeatureColumn(column.name(), categories(column)))
            .toList();
    return DatasetSchema.table(
        spec.task(), examples, inputs, List.copyOf(targets.keySet()), labels());
  }

  private DatasetProfile profile() {
    List<ColumnProfile> profiles = columns.stream().map(Column::profile).toList();
    List<Long> classCounts =
        targets.values().iterator().next() instanceof CategoricalColumn label
            ? label.counts()
            : List.of();
    return new DatasetProfile(
        schema().inputShape(),
        labels(),
        profiles,
        ProfileWarnings.of(profiles, classCounts),
        missing.cells());
  }
}
