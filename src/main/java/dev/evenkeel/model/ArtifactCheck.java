package dev.evenkeel.model;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.SpecJson;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Looks over what an engine has left before it is published as a model. */
@Component
final class ArtifactCheck {

  /** How far ONNX Runtime's answer to a probe may be from Deeplearning4j's, relative above 1. */
  private static final double TOLERANCE = 1e-4;

  private final OnnxRuntime runtime;

  ArtifactCheck(OnnxRuntime runtime) {
    this.runtime = runtime;
  }

  /** The manifest of artifacts that are complete, fit together and answer as they should. */
  ModelManifest check(TrainingResult result, Path folder) {
    for (String file :
        List.of(ModelManifest.FILE, ModelManifest.DL4J_FILE, ModelManifest.ONNX_FILE)) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new BrokenArtifactsException("The engine has left no %s.".formatted(file));
      }
    }
    ModelManifest manifest = read(folder.resolve(ModelManifest.FILE));
    String announced = json(Objects.requireNonNull(result.model(), "The run kept no model."));
    if (!json(manifest).equals(announced)) {
      throw new BrokenArtifactsException("model.json is not what the engine has announced.");
    }
    try (OnnxSession session = runtime.open(folder.resolve(ModelManifest.ONNX_FILE))) {
      checkShape(manifest, session);
      replayProbes(manifest, session);
    }
    return manifest;
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
    int columns = manifest.schema().features().size();
    if (session.columns() != columns || manifest.preprocessing().columns().size() != columns) {
      throw new BrokenArtifactsException(
          "The graph takes %d columns, the dataset has %d.".formatted(session.columns(), columns));
    }
    if (!answersFit(manifest.schema(), session.outputs())) {
      throw new BrokenArtifactsException(
          "The graph's %d outputs fit neither the classes nor the targets."
              .formatted(session.outputs()));
    }
  }

  private static boolean answersFit(DatasetSchema schema, int outputs) {
    int classes = schema.classes().size();
    return switch (schema.task()) {
      case CLASSIFICATION -> outputs == classes || (outputs == 1 && classes == 2);
      case REGRESSION, FORECASTING -> outputs == schema.targets().size();
    };
  }

  private static void replayProbes(ModelManifest manifest, OnnxSession session) {
    double[][] expected = manifest.probeOutputs();
    double[] answer = new double[session.outputs()];
    for (int probe = 0; probe < expected.length; probe++) {
      session.run(DoubleBuffer.wrap(manifest.probeInputs()[probe]), 1, answer, 0);
      for (int i = 0; i < answer.length; i++) {
        if (!agree(expected[probe][i], answer[i])) {
          throw new BrokenArtifactsException(
              "Output %d of probe %d is %s in Deeplearning4j but %s in ONNX Runtime."
                  .formatted(i, probe, expected[probe][i], answer[i]));
        }
      }
    }
  }

  private static boolean agree(double expected, double actual) {
    return Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.abs(expected))
        || Double.compare(expected, actual) == 0;
  }
}
