package dev.evenkeel.prediction;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.BrokenArtifactsException;
import dev.evenkeel.model.Model;
import dev.evenkeel.model.Models;
import dev.evenkeel.model.OnnxRuntime;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
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
  private final BlobStore blobs;
  private final OnnxRuntime runtime;

  StoredModelLoader(Models models, BlobStore blobs, OnnxRuntime runtime) {
    this.models = models;
    this.blobs = blobs;
    this.runtime = runtime;
  }

  @Override
  public LoadedModel load(UUID id) {
    Model model = models.find(id).orElseThrow(() -> ServiceException.notFound("model", id));
    Path graph = blobs.file(model.onnx().key());
    if (!digest(id, graph).sha256().equals(model.onnx().sha256())) {
      throw new BrokenArtifactsException(
          "The stored ONNX graph of model %s has changed; it is not loaded.".formatted(id));
    }
    return new LoadedModel(model, runtime.open(graph));
  }

  private Digest digest(UUID id, Path graph) {
    try {
      return Digest.of(graph);
    } catch (NoSuchFileException e) {
      if (models.exists(id)) {
        throw new ServiceException(
            ErrorCode.UNAVAILABLE,
            "The files of model %s are not on this server. Servers that share a database must share evenkeel.data-dir as well."
                .formatted(id));
      }
      // Deleted since its row was read.
      throw ServiceException.notFound("model", id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean exists(UUID id) {
    return models.exists(id);
  }
}
