package dev.evenkeel.dataset.table;

import dev.evenkeel.dataset.cells.Cells;
import dev.evenkeel.dataset.spec.ColumnType;
import dev.evenkeel.dataset.spec.DatasetSpec;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Says how each column of a file is read: as it is asked for, else as its first cells look. */
public final class ColumnTypes {

  private ColumnTypes() {}

  private static Map<String, ColumnType> inferred(TableFile file, TableHeader header)
      throws IOException {
    try (Cells cells = file.open()) {
      return TypeInference.infer(header, cells);
    }
  }

  /** Types by name, in the order of the file; refuses a file that the spec does not fit. */
  public static Map<String, ColumnType> of(TableFile file, DatasetSpec spec) throws IOException {
    TableHeader header = file.header();
    header.require(spec);
    Optional<Map<String, ColumnType>> declared = file.declaredTypes();
    Map<String, ColumnType> types = declared.isPresent() ? declared.get() : inferred(file, header);
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
