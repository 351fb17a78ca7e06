package dev.evenkeel.prediction;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The columns of a model's raw rows. Immutable. */
final class InputSchema {

  /** What a name that is no input column stands for. */
  static final int TARGET = -1;

  static final int UNKNOWN = -2;

  private final List<InputColumn> columns;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<String> targets;

  private InputSchema(List<InputColumn> columns, Set<String> targets) {
    this.columns = columns;
    this.targets = targets;
    for (InputColumn column : columns) {
      positions.put(column.name(), positions.size());
    }
  }

  static InputSchema of(ModelManifest manifest) {
    boolean fillsMissing = manifest.preprocessing().missing() == MissingPolicy.MEAN;
    return new InputSchema(
        manifest.preprocessing().columns().stream()
            .map(column -> new InputColumn(column, fillsMissing))
            .toList(),
        new HashSet<>(manifest.schema().targets()));
  }

  int width() {
    return columns.size();
  }

  InputColumn column(int position) {
    return columns.get(position);
  }

  /** The position of a column, {@link #TARGET} or {@link #UNKNOWN}. */
  int position(String name) {
    Integer position = positions.get(name);
    if (position != null) {
      return position;
    }
    return targets.contains(name) ? TARGET : UNKNOWN;
  }

  /** The names of all columns, for a message; the first 20. */
  String names() {
    String names = String.join(", ", columns.stream().limit(20).map(InputColumn::name).toList());
    return columns.size() > 20 ? names + " and %d more".formatted(columns.size() - 20) : names;
  }
}
