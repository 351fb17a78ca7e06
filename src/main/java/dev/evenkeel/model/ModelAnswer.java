package dev.evenkeel.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model as the API describes it. */
public record ModelAnswer(
    UUID id,
    String object,
    String name,
    int version,
    @Nullable UUID jobId,
    @Nullable Dataset dataset,
    DatasetSchema.Task task,
    long parameters,
    Map<String, Double> metrics,
    String parametersSha256,
    boolean quarantined,
    Input input,
    Output output,
    List<LayerShape> layers,
    Map<String, String> provenance,
    List<Artifact> artifacts,
    Instant createdAt) {

  /** What the model was trained on. */
  record Dataset(@Nullable UUID id, String sha256) {

    /** Null for an imported model, whose data nobody here has seen. */
    static @Nullable Dataset of(@Nullable UUID id, @Nullable String sha256) {
      return sha256 == null ? null : new Dataset(id, sha256);
    }
  }

  /**
   * What predict takes.
   *
   * @param missing what becomes of a missing value; only {@code mean} fills it in
   */
  record Input(List<Column> columns, MissingPolicy missing) {}

  /** A raw column; a numeric one has no categories. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Column(String name, String type, @Nullable List<String> categories) {

    static Column of(FeatureColumn column) {
      return column.isCategorical()
          ? new Column(column.name(), "categorical", column.categories())
          : new Column(column.name(), "numeric", null);
    }
  }

  /** What predict answers: one of the classes, or a value for each target. */
  record Output(List<String> targets, List<String> classes) {}

  record Artifact(String format, long bytes, String sha256) {}

  public static ModelAnswer of(Model model) {
    ModelManifest manifest = model.manifest();
    DatasetSchema schema = manifest.schema();
    return new ModelAnswer(
        model.id(),
        "model",
        model.name(),
        model.version(),
        model.jobId(),
        Dataset.of(model.datasetId(), model.datasetSha256()),
        schema.task(),
        manifest.parameters(),
        model.metrics(),
        manifest.parametersSha256(),
        model.quarantined(),
        new Input(
            schema.features().stream().map(Column::of).toList(),
            manifest.preprocessing().missing()),
        new Output(schema.targets(), schema.classes()),
        manifest.layers(),
        manifest.provenance(),
        List.of(artifact("dl4j", model.dl4j()), artifact("onnx", model.onnx())),
        model.createdAt());
  }

  private static Artifact artifact(String format, Blob blob) {
    return new Artifact(format, blob.bytes(), blob.sha256());
  }
}
