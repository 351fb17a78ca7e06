package dev.evenkeel.dataset;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.evenkeel.dataset.profile.ColumnProfile;
import dev.evenkeel.dataset.profile.DatasetProfile;
import dev.evenkeel.dataset.profile.ProfileWarning;
import dev.evenkeel.dataset.profile.StoredDataset;
import dev.evenkeel.dataset.spec.DatasetSpec;
import dev.evenkeel.dataset.spec.FileFormat;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.spec.SpecJson;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A dataset as clients see it.
 *
 * @param target a name or a list, as it was given; null where the format says what the target is
 * @param classes null for regression
 * @param columns null in a list of datasets
 * @param formatFields the fields of the spec that this format alone has
 */
record DatasetAnswer(
    String id,
    String object,
    String name,
    String format,
    String task,
    @Nullable Object target,
    long bytes,
    String sha256,
    long examples,
    List<@Nullable Integer> inputShape,
    @Nullable List<String> classes,
    @Nullable List<ColumnProfile> columns,
    List<ProfileWarning> warnings,
    Instant createdAt,
    @JsonAnyGetter Map<String, Object> formatFields) {

  static DatasetAnswer of(StoredDataset dataset) {
    DatasetSpec spec = dataset.spec();
    DatasetProfile profile = dataset.profile();
    return new DatasetAnswer(
        dataset.id().toString(),
        "dataset",
        spec.name(),
        spec.format().label(),
        spec.taskName(),
        spec.target(),
        dataset.bytes(),
        dataset.sha256(),
        dataset.examples(),
        profile.inputShape(),
        spec.task() == Task.CLASSIFICATION ? profile.classes() : null,
        profile.columns(),
        profile.warnings(),
        dataset.createdAt(),
        formatFields(spec.format()));
  }

  private static Map<String, Object> formatFields(FileFormat format) {
    Map<String, Object> fields = new LinkedHashMap<>();
    SpecJson.mapper()
        .<JsonNode>valueToTree(format)
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.remove("type");
    return fields;
  }
}
