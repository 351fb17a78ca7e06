package dev.evenkeel.model;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.model.Model.NativeArtifact;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.Leases;
import dev.evenkeel.storage.LocalFiles;
import dev.evenkeel.training.spec.BaseModel;
import dev.evenkeel.training.spec.SpecJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The files of stored models, for whoever computes with them. */
@Component
public class ModelFiles {

  private static final String MANIFEST = "base.json";

  private final Models models;
  private final BlobStore blobs;

  ModelFiles(Models models, BlobStore blobs) {
    this.models = models;
    this.blobs = blobs;
  }

  /** The network as it was stored in each of its formats. */
  public LocalFiles local(UUID id) {
    try {
      return blobs.local(Model.folder(id));
    } catch (ServiceException e) {
      if (!models.exists(id)) {
        // Deleted since its row was read.
        throw ServiceException.notFound("model", id);
      }
      throw e;
    }
  }

  /**
   * Lays the model out for an engine that trains it further.
   *
   * @param folder takes what the database holds of it
   * @param leases held until the engine is done with it
   */
  public BaseModel base(UUID id, Path folder, Leases leases) {
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
    Path weights = leases.hold(local(id)).file(own.blob().name());
    Path manifest = folder.resolve(MANIFEST);
    try {
      Files.write(manifest, SpecJson.mapper().writeValueAsBytes(model.manifest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BaseModel(manifest.toString(), own.kind(), weights.toString());
  }
}
