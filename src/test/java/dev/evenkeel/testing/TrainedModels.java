package dev.evenkeel.testing;

import dev.evenkeel.id.Ids;
import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.DatasetSchema.FeatureColumn;
import dev.evenkeel.training.data.DatasetSchema.Task;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.FittedColumn;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.plan.OutputMeaning;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.PreprocessingSpec.MissingPolicy;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.stability.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes what an engine leaves behind after training, without training, and registers it. */
public final class TrainedModels {

  /** Columns {@code size} (a number) and {@code colour} (blue, green, red). */
  public static final List<FeatureColumn> COLUMNS =
      List.of(
          new FeatureColumn("size", List.of()),
          new FeatureColumn("colour", List.of("blue", "green", "red")));

  /** What Deeplearning4j would have left. */
  public static final NativeFile ZIP = new NativeFile("deeplearning4j", "model.zip");

  /** As lists of datasets read them, which other tests on the same server ask for. */
  private static final String SPEC =
      """
      {"name": "fruit", "task": "classification", "targets": ["y"], "target_is_list": false,
       "columns": {}, "format": {"type": "csv"}}
      """;

  private static final String PROFILE =
      """
      {"input_shape": [1], "classes": ["a", "b"], "columns": [], "warnings": [],
       "missing_cells": {"count": 0, "first": []}}
      """;

  private final JdbcTemplate jdbc;
  private final ModelRegistry registry;

  public TrainedModels(JdbcTemplate jdbc, ModelRegistry registry) {
    this.jdbc = jdbc;
    this.registry = registry;
  }

  /**
   * The artifacts of a run.
   *
   * @param folder with model.json, model.zip and model.onnx
   */
  public record Artifacts(Path folder, TrainingResult result) {}

  /** Classes apple, pear; small blue things are apples: softmax([-size, size + colour - 10]). */
  public static Artifacts classifier(Verdict verdict, MissingPolicy missing) {
    Path folder = folder();
    OnnxGraphs.writeClassifier(
        folder.resolve(ModelManifest.ONNX_FILE),
        new float[][] {{-1, 1}, {0, 1}},
        new float[] {0, -10});
    double low = 1 / (1 + Math.exp(-6));
    return artifacts(
        folder,
        schema(Task.CLASSIFICATION, List.of("kind"), List.of("apple", "pear")),
        verdict,
        missing,
        new double[][] {{low, 1 - low}});
  }

  /** Classes no, yes by one unit: sigmoid(size − 3). */
  public static Artifacts sigmoid() {
    Path folder = folder();
    OnnxGraphs.writeSigmoid(folder.resolve(ModelManifest.ONNX_FILE), new float[][] {{1}, {0}}, -3);
    return artifacts(
        folder,
        schema(Task.CLASSIFICATION, List.of("kind"), List.of("no", "yes")),
        Verdict.HEALTHY,
        MissingPolicy.REJECT,
        new double[][] {{1 / (1 + Math.exp(1))}});
  }

  /** Targets price = 2·size + colour and weight = size. */
  public static Artifacts regression() {
    Path folder = folder();
    OnnxGraphs.writeRegression(
        folder.resolve(ModelManifest.ONNX_FILE),
        new float[][] {{2, 1}, {1, 0}},
        new float[] {0, 0});
    return artifacts(
        folder,
        schema(Task.REGRESSION, List.of("price", "weight"), List.of()),
        Verdict.HEALTHY,
        MissingPolicy.REJECT,
        new double[][] {{4, 2}});
  }

  /** The same where nothing but the ONNX graph was left. */
  public static Artifacts withoutNativeFile(Artifacts artifacts) throws IOException {
    Files.delete(artifacts.folder().resolve(ZIP.name()));
    TrainingResult before = artifacts.result();
    ModelManifest manifest = Objects.requireNonNull(before.model());
    ModelManifest without =
        new ModelManifest(
            manifest.schema(),
            manifest.preprocessing(),
            manifest.network(),
            manifest.layers(),
            manifest.output(),
            manifest.parameters(),
            manifest.parametersSha256(),
            manifest.probeInputs(),
            manifest.probeOutputs(),
            null,
            manifest.provenance());
    SpecJson.mapper().writeValue(artifacts.folder().resolve(ModelManifest.FILE), without);
    return new Artifacts(
        artifacts.folder(),
        new TrainingResult(
            before.stopReason(),
            before.verdict(),
            before.executedIterations(),
            before.metrics(),
            before.reports(),
            before.actions(),
            without));
  }

  /** Registers under a name, for a dataset that is made on the way. */
  public UUID register(String name, Artifacts artifacts) {
    UUID dataset = Ids.next();
    jdbc.update(
        """
        insert into dataset (id, name, format, task, spec, profile, bytes, sha256, examples, created_at)
        values (?, 'fruit', 'csv', 'classification', cast(? as jsonb), cast(? as jsonb),
          1, repeat('ab', 32), 1, now())
        """,
        dataset,
        SPEC,
        PROFILE);
    UUID job = Ids.next();
    jdbc.update(
        """
        insert into training_job (id, name, spec, status, attempt, created_at, epochs)
        values (?, ?, '{}', 'running', 1, now(), 1)
        """,
        job,
        name);
    return registry.register(job, name, dataset, artifacts.result(), artifacts.folder());
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("evenkeel-artifacts");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatasetSchema schema(Task task, List<String> targets, List<String> classes) {
    return DatasetSchema.table(task, 10, COLUMNS, targets, classes);
  }

  /** The one probe is a blue thing of size 2. */
  private static Artifacts artifacts(
      Path folder,
      DatasetSchema schema,
      Verdict verdict,
      MissingPolicy missing,
      double[][] probeOutputs) {
    ModelManifest manifest =
        new ModelManifest(
            schema,
            new FittedPreprocessing(
                List.of(
                    new FittedColumn("size", List.of(), 0, 1, 5),
                    new FittedColumn("colour", COLUMNS.get(1).categories(), 0, 1, 2)),
                List.of(),
                missing),
            new NetworkSpec(List.of(), null, null, null, null, null),
            List.of(new LayerShape(0, "output", "output", 2, 2, 6)),
            new OutputMeaning(Activation.SOFTMAX, Loss.CROSS_ENTROPY),
            6,
            "0".repeat(64),
            new double[][] {{2, 0}},
            probeOutputs,
            ZIP,
            Map.of("seed", "42"));
    SpecJson.mapper().writeValue(folder.resolve(ModelManifest.FILE), manifest);
    try {
      Files.writeString(folder.resolve(ZIP.name()), "0123456789");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TrainingResult result =
        new TrainingResult(
            StopReason.COMPLETED,
            verdict,
            100,
            Map.of("train_loss", 0.25),
            List.of(),
            Map.of(),
            manifest);
    return new Artifacts(folder, result);
  }
}
