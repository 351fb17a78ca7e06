package dev.evenkeel.model;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.Model.NativeArtifact;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.training.spec.BaseModel;
import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Where the files of a model lie for an engine that trains it further. */
@Component
public class ModelFiles {

  private static final String MANIFEST = "base.json";

  private final Models models;
  private final BlobStore blobs;

  ModelFiles(Models models, BlobStore blobs) {
    this.models = models;
    this.blobs = blobs;
  }

  /**
   * Lays the model out for an engine.
   *
   * @param folder takes what the database holds of it
   */
  public BaseModel base(UUID id, Path folder) {
    Model model =
        models
            .find(id)
            .orElseThrow(
                () ->
                    new ServiceException(
                        ErrorCode.NOT_FOUND,
                        "The base model %s has been deleted since the job was submitted. Name another in network.base_model_id."
                            .formatted(id)));
    NativeArtifact own = model.nativeArtifact();
    if (own == null) {
      throw new ServiceException(
          ErrorCode.CONFLICT,
          "No weights of model %s are kept that training could start from. Name another in network.base_model_id."
              .formatted(id));
    }
    Path weights = blobs.file(own.blob().key());
    if (!Files.exists(weights)) {
      throw new ServiceException(
          ErrorCode.UNAVAILABLE,
          "The files of model %s are not on this server. Servers that share a database must share evenkeel.data-dir as well."
              .formatted(id));
    }
    Path manifest = folder.resolve(MANIFEST);
    try {
      Files.write(manifest, SpecJson.mapper().writeValueAsBytes(model.manifest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BaseModel(manifest.toString(), own.kind(), weights.toString());
  }
}
