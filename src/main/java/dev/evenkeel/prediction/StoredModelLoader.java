package dev.evenkeel.prediction;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.BrokenArtifactsException;
import dev.evenkeel.model.Model;
import dev.evenkeel.model.ModelFiles;
import dev.evenkeel.model.Models;
import dev.evenkeel.model.OnnxRuntime;
import dev.evenkeel.storage.Digest;
import dev.evenkeel.storage.LocalFiles;
import dev.evenkeel.training.ModelManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Loads published models. Their digest is checked first: one flipped bit of a graph can kill the
 * process or go unnoticed.
 */
@Component
final class StoredModelLoader implements ModelLoader {

  private final Models models;
  private final ModelFiles files;
  private final OnnxRuntime runtime;

  StoredModelLoader(Models models, ModelFiles files, OnnxRuntime runtime) {
    this.models = models;
    this.files = files;
    this.runtime = runtime;
  }

  @Override
  public LoadedModel load(UUID id) {
    Model model = models.find(id).orElseThrow(() -> ServiceException.notFound("model", id));
    try (LocalFiles stored = files.local(id)) {
      Path graph = stored.file(ModelManifest.ONNX_FILE);
      if (!Digest.of(graph).sha256().equals(model.onnx().sha256())) {
        throw new BrokenArtifactsException(
            "The stored ONNX graph of model %s has changed; it is not loaded.".formatted(id));
      }
      return new LoadedModel(model, runtime.open(graph));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean exists(UUID id) {
    return models.exists(id);
  }
}
