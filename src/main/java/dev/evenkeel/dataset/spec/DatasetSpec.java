package dev.evenkeel.dataset.spec;

import dev.evenkeel.training.data.DatasetSchema.Task;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about the file that it uploads.
 *
 * @param targets one name; several for a regression of several targets; none where the format says
 *     what the target is
 * @param targetIsList whether the client wrote a list, which is then answered
 * @param columns what overrides the types that are inferred
 */
public record DatasetSpec(
    String name,
    Task task,
    List<String> targets,
    boolean targetIsList,
    Map<String, ColumnSpec> columns,
    FileFormat format) {

  /** The target as the client wrote it: a name, a list, or null. */
  @Nullable
  public Object target() {
    return targetIsList ? targets : targets.isEmpty() ? null : targets.get(0);
  }

  /** The column of texts, if there is one: then it is the only input. */
  public Optional<String> textColumn() {
    return columns.entrySet().stream()
        .filter(column -> column.getValue().type() == ColumnType.TEXT)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  public String taskName() {
    return task.name().toLowerCase(Locale.ROOT);
  }

  /** Labels are categories even where they look like numbers. */
  public ColumnType targetType() {
    return task == Task.CLASSIFICATION ? ColumnType.CATEGORICAL : ColumnType.NUMERIC;
  }
}
