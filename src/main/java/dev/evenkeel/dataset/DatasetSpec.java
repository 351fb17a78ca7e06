package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client says about the file that it uploads.
 *
 * @param targets one name; several for a regression of several targets
 * @param targetIsList whether the client wrote a list, which is then answered
 * @param columns types that override what is inferred
 */
record DatasetSpec(
    String name,
    Task task,
    List<String> targets,
    boolean targetIsList,
    Map<String, ColumnType> columns) {

  static final String FORMAT = "csv";

  /** The target as the client wrote it: a name or a list. */
  Object target() {
    return targetIsList ? targets : targets.get(0);
  }

  String taskName() {
    return task.name().toLowerCase(Locale.ROOT);
  }

  /** Labels are categories even where they look like numbers. */
  ColumnType targetType() {
    return task == Task.CLASSIFICATION ? ColumnType.CATEGORICAL : ColumnType.NUMERIC;
  }
}
