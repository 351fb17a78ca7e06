package dev.evenkeel.dataset.importing;

import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.tensors.NpyTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows the first examples of arrays as they were stored: a table by the names of its columns, a
 * sequence or an image as the nested lists that predict takes.
 */
final class NpzPreview {

  /** So that large examples do not fill the heap. */
  private static final int MOST_NUMBERS = 200_000;

  private final DatasetProfile profile;
  private final List<String> inputs;
  private final List<String> targets;

  private NpzPreview(DatasetProfile profile) {
    this.profile = profile;
    List<String> names = profile.columns().stream().map(ColumnProfile::name).toList();
    int count = (int) names.stream().filter(name -> name.startsWith(NpzImport.TARGETS)).count();
    targets = names.subList(names.size() - count, names.size());
    inputs = names.subList(0, names.size() - count);
  }

  static DatasetPreview of(StoredDataset dataset, Path folder, int rows) throws IOException {
    NpzPreview preview = new NpzPreview(dataset.profile());
    int numbers = dataset.profile().inputShape().stream().reduce(1, (a, b) -> a * b);
    int shown =
        (int) Math.min(dataset.examples(), Math.max(1, Math.min(rows, MOST_NUMBERS / numbers)));
    List<String> columns = new ArrayList<>(preview.isTable() ? preview.inputs : List.of("x"));
    columns.addAll(preview.targets);
    return new DatasetPreview(dataset.id(), columns, preview.read(folder, shown, numbers));
  }

  private boolean isTable() {
    return profile.inputShape().size() == 1;
  }

  private List<Map<String, @Nullable Object>> read(Path folder, int shown, int numbers)
      throws IOException {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (NpyTensor features = NpyTensor.open(folder.resolve(DatasetSchema.FEATURES_FILE));
        NpyTensor labels = NpyTensor.open(folder.resolve(DatasetSchema.TARGETS_FILE))) {
      float[] x = new float[numbers];
      float[] y = new float[targets.size()];
      int stored = numbers / features.columns();
      for (int example = 0; example < shown; example++) {
        for (int i = 0; i < stored; i++) {
          features.readRow((long) example * stored + i, x, i * features.columns());
        }
        labels.readRow(example, y, 0);
        rows.add(row(x, y));
      }
    }
    return rows;
  }

  private Map<String, @Nullable Object> row(float[] x, float[] y) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    if (isTable()) {
      for (int i = 0; i < x.length; i++) {
        row.put(inputs.get(i), number(x[i]));
      }
    } else {
      row.put(NpzImport.INPUTS, nested(x, 0, x.length, 0));
    }
    for (int i = 0; i < y.length; i++) {
      row.put(
          targets.get(i),
          profile.classes().isEmpty() ? number(y[i]) : profile.classes().get((int) y[i]));
    }
    return row;
  }

  private List<@Nullable Object> nested(float[] x, int from, int count, int dimension) {
    List<@Nullable Object> list = new ArrayList<>();
    Integer size = profile.inputShape().get(dimension);
    int step = count / (size == null ? 1 : size);
    for (int at = from; at < from + count; at += step) {
      list.add(
          dimension == profile.inputShape().size() - 1
              ? number(x[at])
              : nested(x, at, step, dimension + 1));
    }
    return list;
  }

  private static @Nullable Object number(float value) {
    return Float.isFinite(value) ? value : null;
  }
}
