package dev.evenkeel.model;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.data.Layout;
import dev.evenkeel.training.spec.SpecJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Looks over what an engine has left before it is published as a model. */
@Component
final class ArtifactCheck {

  /**
   * How far ONNX Runtime's answer to a probe may be from the trained network's, relative above 1.
   */
  private static final double TOLERANCE = 1e-4;

  private final OnnxRuntime runtime;

  ArtifactCheck(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  /** The manifest of artifacts that are complete, fit together and answer as they should. */
  ModelManifest check(TrainingResult result, Path folder) {
    requireFile(folder, ModelManifest.FILE);
    requireFile(folder, ModelManifest.ONNX_FILE);
    ModelManifest manifest = read(folder.resolve(ModelManifest.FILE));
    String announced = json(Objects.requireNonNull(result.model(), "The run kept no model."));
    if (!json(manifest).equals(announced)) {
      throw new BrokenArtifactsException("model.json is not what the engine has announced.");
    }
    if (manifest.nativeFile() != null) {
      requireFile(folder, manifest.nativeFile().name());
    }
    try (OnnxSession session = runtime.open(folder.resolve(ModelManifest.ONNX_FILE))) {
      checkShape(manifest, session);
      replayProbes(manifest, session);
    }
    return manifest;
  }

  private static void requireFile(Path folder, String name) {
    if (!Files.isRegularFile(folder.resolve(name))) {
      throw new BrokenArtifactsException("The engine has left no %s.".formatted(name));
    }
  }

  private static ModelManifest read(Path file) {
    try {
      return SpecJson.mapper().readValue(file, ModelManifest.class);
    } catch (JacksonException e) {
      throw new BrokenArtifactsException("model.json cannot be read: " + e.getOriginalMessage());
    }
  }

  private static String json(ModelManifest manifest) {
    return SpecJson.mapper().writeValueAsString(manifest);
  }

  private static void checkShape(ModelManifest manifest, OnnxSession session) {
    DatasetSchema schema = manifest.schema();
    if (!takesExamples(session.inputShape(), schema)
        || manifest.preprocessing().columns().size() != schema.features().size()) {
      throw new BrokenArtifactsException(
          "The graph takes %s, the dataset has %s of %d columns."
              .formatted(
                  Arrays.toString(session.inputShape()),
                  schema.layout(),
                  schema.features().size()));
    }
    if (!answersFit(schema, session.outputs())) {
      throw new BrokenArtifactsException(
          "The graph's %d outputs fit neither the classes nor the targets."
              .formatted(session.outputs()));
    }
  }

  private static boolean takesExamples(long[] shape, DatasetSchema schema) {
    long columns = schema.features().size();
    Layout layout = schema.layout();
    if (layout instanceof Layout.Images images) {
      return Arrays.equals(shape, new long[] {-1, images.height(), images.width(), columns});
    }
    boolean varies = layout instanceof Layout.Sequences sequences && sequences.varies();
    boolean rows = Arrays.equals(shape, new long[] {-1, columns});
    boolean steps =
        Arrays.equals(shape, new long[] {-1, varies ? -1 : layout.positions(), columns});
    // A sequence of one step is a row, and the other way round.
    return layout.positions() == 1 ? rows || steps : steps;
  }

  private static boolean answersFit(DatasetSchema schema, int outputs) {
    int classes = schema.classes().size();
    return switch (schema.task()) {
      case CLASSIFICATION -> outputs == classes || (outputs == 1 && classes == 2);
      case REGRESSION, FORECASTING -> outputs == schema.targetNames().size();
    };
  }

  /** Each probe alone, then all together: sequences of different lengths must not touch. */
  private static void replayProbes(ModelManifest manifest, OnnxSession session) {
    double[][] expected = manifest.probeOutputs();
    double[] answer = new double[expected.length * session.outputs()];
    for (int probe = 0; probe < expected.length; probe++) {
      session.run(batch(manifest, session, probe, probe + 1), answer, 0);
      compare(expected[probe], answer, 0, probe);
    }
    if (expected.length > 1) {
      session.run(batch(manifest, session, 0, expected.length), answer, 0);
      for (int probe = 0; probe < expected.length; probe++) {
        compare(expected[probe], answer, probe * session.outputs(), probe);
      }
    }
  }

  private static OnnxBatch batch(ModelManifest manifest, OnnxSession session, int from, int to) {
    double[][] inputs = Arrays.copyOfRange(manifest.probeInputs(), from, to);
    int[] starts = new int[inputs.length];
    int[] positions = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      starts[i] = i == 0 ? 0 : starts[i - 1] + inputs[i - 1].length;
      positions[i] = inputs[i].length / session.columns();
    }
    double[] values = Arrays.stream(inputs).flatMapToDouble(Arrays::stream).toArray();
    return new OnnxBatch(values, starts, positions);
  }

  private static void compare(double[] expected, double[] answer, int at, int probe) {
    for (int i = 0; i < expected.length; i++) {
      if (!agree(expected[i], answer[at + i])) {
        throw new BrokenArtifactsException(
            "Output %d of probe %d is %s where it was trained but %s in ONNX Runtime."
                .formatted(i, probe, expected[i], answer[at + i]));
      }
    }
  }

  private static boolean agree(double expected, double actual) {
    return Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.abs(expected))
        || Double.compare(expected, actual) == 0;
  }
}
