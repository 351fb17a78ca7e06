package dev.evenkeel.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
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
   * @param layout table, texts, sequences, windows or images
   * @param shape of one of its {@code inputs}; null where any number of steps fits
   * @param columns of one position: a row, a step, a pixel
   * @param sequenceId the column of a CSV file that says which sequence a row belongs to
   * @param time the column of a CSV file that orders its rows
   * @param missing what becomes of a missing value; only {@code mean} fills it in
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Input(
      String layout,
      List<@Nullable Integer> shape,
      List<Column> columns,
      @Nullable String sequenceId,
      @Nullable String time,
      MissingPolicy missing) {

    static Input of(ModelManifest manifest) {
      DatasetSchema schema = manifest.schema();
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < schema.features().size(); i++) {
        columns.add(Column.of(schema.features().get(i), manifest.preprocessing().columns().get(i)));
      }
      MissingPolicy missing = manifest.preprocessing().missing();
      int width = columns.size();
      if (schema.isText()) {
        return new Input("texts", List.of(1), columns, null, null, missing);
      }
      if (schema.layout() instanceof Layout.Sequences sequences) {
        Integer steps = sequences.varies() ? null : Integer.valueOf(sequences.longest());
        return new Input(
            "sequences",
            Arrays.asList(steps, width),
            columns,
            sequences.sequenceId(),
            sequences.time(),
            missing);
      }
      if (schema.layout() instanceof Layout.Windows windows) {
        List<@Nullable Integer> shape = List.of(windows.window(), width);
        return new Input("windows", shape, columns, null, windows.time(), missing);
      }
      return schema.layout() instanceof Layout.Images images
          ? new Input(
              "images",
              List.of(images.height(), images.width(), width),
              columns,
              null,
              null,
              missing)
          : new Input("table", List.of(width), columns, null, null, missing);
    }
  }

  /**
   * A raw column; only a categorical one has categories.
   *
   * @param vocabulary how many words the model has learned; of texts only
   * @param maxTokens where longer texts are cut; of texts only
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Column(
      String name,
      String type,
      @Nullable List<String> categories,
      @Nullable Integer vocabulary,
      @Nullable Integer maxTokens) {

    static Column of(FeatureColumn column, FittedColumn fitted) {
      if (column.text() != null) {
        return new Column(
            column.name(), "text", null, fitted.vocabulary().size(), column.text().maxTokens());
      }
      return column.isCategorical()
          ? new Column(column.name(), "categorical", column.categories(), null, null)
          : new Column(column.name(), "numeric", null, null, null);
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
        Input.of(manifest),
        new Output(schema.targetNames(), schema.classes()),
        manifest.layers(),
        manifest.provenance(),
        artifacts(model),
        model.createdAt());
  }

  private static List<Artifact> artifacts(Model model) {
    return Stream.concat(
            model.deeplearning4j().map(zip -> artifact("dl4j", zip)).stream(),
            Stream.of(artifact("onnx", model.onnx())))
        .toList();
  }

  private static Artifact artifact(String format, Blob blob) {
    return new Artifact(format, blob.bytes(), blob.sha256());
  }
}
