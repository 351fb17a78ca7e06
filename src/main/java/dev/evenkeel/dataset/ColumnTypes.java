package dev.evenkeel.dataset;

import java.io.IOException;
import java.util.Map;

/** Says how each column of a file is read: as it is asked for, else as its first cells look. */
final class ColumnTypes {

  private ColumnTypes() {}

  /** Types by name, in the order of the file; refuses a file that the spec does not fit. */
  static Map<String, ColumnType> of(TableFile file, DatasetSpec spec) throws IOException {
    TableHeader header = file.header();
    header.require(spec);
    Map<String, ColumnType> types;
    try (Cells cells = file.open()) {
      types = TypeInference.infer(header, cells);
    }
    spec.columns().forEach((name, column) -> types.put(name, column.type()));
    spec.targets().forEach(target -> types.put(target, spec.targetType()));
    spec.format()
        .namedColumns()
        .forEach(
            (field, name) ->
                types.put(name, ColumnType.valueOf(field.toUpperCase(java.util.Locale.ROOT))));
    return types;
  }
}
