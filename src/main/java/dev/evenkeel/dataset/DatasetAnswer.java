package dev.evenkeel.dataset;

import dev.evenkeel.training.data.DatasetSchema.Task;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as clients see it.
 *
 * @param target a name or a list, as it was given
 * @param classes null for regression
 * @param columns null in a list of datasets
 */
record DatasetAnswer(
    String id,
    String object,
    String name,
    String format,
    String task,
    Object target,
    long bytes,
    String sha256,
    long examples,
    List<Integer> inputShape,
    @Nullable List<String> classes,
    @Nullable List<ColumnProfile> columns,
    List<ProfileWarning> warnings,
    Instant createdAt) {

  static DatasetAnswer of(StoredDataset dataset) {
    DatasetSpec spec = dataset.spec();
    DatasetProfile profile = dataset.profile();
    return new DatasetAnswer(
        dataset.id().toString(),
        "dataset",
        spec.name(),
        DatasetSpec.FORMAT,
        spec.taskName(),
        spec.target(),
        dataset.bytes(),
        dataset.sha256(),
        dataset.examples(),
        profile.inputShape(),
        spec.task() == Task.CLASSIFICATION ? profile.classes() : null,
        profile.columns(),
        profile.warnings(),
        dataset.createdAt());
  }
}
