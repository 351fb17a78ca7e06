package dev.evenkeel.dataset.warning;

import dev.evenkeel.dataset.cells.CellFaults;
import dev.evenkeel.dataset.column.CategoricalColumn;
import dev.evenkeel.dataset.column.Column;
import dev.evenkeel.dataset.column.ColumnFindings;
import dev.evenkeel.dataset.column.NumericColumn;
import dev.evenkeel.dataset.column.RunningNumber;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.profile.ProfileWarnings;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.tensors.NpyTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at the rows of a table once they are written: for leaks, copies and running numbers. */
public final class TableWarnings {

  private static final int ROWS_FOR_CHANCE = 1_000;
  private static final int MOST_CELLS_FOR_CHANCE = 1 << 22;
  private static final double ALMOST_ALL = 0.9;
  private static final String IGNORE =
      "leave it out with \"columns\": {\"<name>\": {\"type\": \"ignore\"}}.";

  private final ColumnFindings found;
  private final List<Column> features;
  private final long rows;

  public TableWarnings(ColumnFindings found, long rows) {
    this.found = found;
    this.features = List.copyOf(found.features().values());
    this.rows = rows;
  }

  /**
   * @param folder with features.npy and targets.npy
   */
  public List<ProfileWarning> in(Path folder, RepeatedRows.Counts repeated) throws IOException {
    try (NpyTensor inputs = NpyTensor.open(folder.resolve(DatasetSchema.FEATURES_FILE));
        NpyTensor outputs = NpyTensor.open(folder.resolve(DatasetSchema.TARGETS_FILE))) {
      int classes = found.classCounts().size();
      RepeatWarnings repeats =
          new RepeatWarnings(repeated, () -> sample(inputs), () -> sample(outputs));
      List<ProfileWarning> warnings = new ArrayList<>(repeats.found(classes > 0));
      warnings.addAll(leaks(new TargetLeaks(features, classes, inputs, outputs)));
      warnings.addAll(runningIds());
      return warnings;
    }
  }

  private static float[][] sample(NpyTensor tensor) {
    int columns = tensor.columns();
    int most = Math.max(2, Math.min(ROWS_FOR_CHANCE, MOST_CELLS_FOR_CHANCE / columns));
    long[] rows = SampledColumns.rows(tensor.rows(), most);
    return SampledColumns.read(tensor, rows, IntStream.range(0, columns).toArray());
  }

  private static List<ProfileWarning> leaks(TargetLeaks leaks) {
    List<String> names = leaks.found();
    return names.isEmpty()
        ? List.of()
        : List.of(
            new ProfileWarning(
                "target_leak",
                "Columns that alone give the target away: %s. If one is not known at the time of prediction, %s"
                    .formatted(ProfileWarnings.listed(names), IGNORE)));
  }

  private List<ProfileWarning> runningIds() {
    // The only input cannot be left out.
    List<String> ids =
        features.size() < 2
            ? List.of()
            : features.stream().map(this::describedIfId).filter(Objects::nonNull).toList();
    return ids.isEmpty()
        ? List.of()
        : List.of(
            new ProfileWarning(
                "running_id",
                "Columns that number the rows, or differ in nearly every row: %s. A network can only learn an id by heart; if it is one, %s"
                    .formatted(ProfileWarnings.listed(ids), IGNORE)));
  }

  private @Nullable String describedIfId(Column column) {
    String name = CellFaults.abbreviated(column.name());
    if (column instanceof NumericColumn numbers && numbers.isRunningNumber()) {
      ColumnProfile profile = numbers.profile();
      return "%s (whole numbers in order from %.0f to %.0f)"
          .formatted(name, profile.min(), profile.max());
    }
    if (column instanceof CategoricalColumn categories) {
      int different = categories.counts().size();
      if (rows >= RunningNumber.LEAST_ROWS && different >= ALMOST_ALL * rows) {
        return "%s (%d categories in %d rows)".formatted(name, different, rows);
      }
    }
    return null;
  }
}
