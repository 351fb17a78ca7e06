package dev.evenkeel.model;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.web.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trained model.
 *
 * @param version counts from 1 among the models of the same name
 * @param jobId null where the job has been deleted, and for an imported model
 * @param datasetId null for an imported model
 * @param datasetSha256 likewise
 * @param quarantined whether its training ended unstable: it is used only on explicit wish
 * @param metrics of the kept parameters
 * @param nativeArtifact what its provider wrote to train it further from; null where that is
 *     nothing
 */
public record Model(
    UUID id,
    String name,
    int version,
    @Nullable UUID jobId,
    @Nullable UUID datasetId,
    @Nullable String datasetSha256,
    boolean quarantined,
    Map<String, Double> metrics,
    ModelManifest manifest,
    @Nullable NativeArtifact nativeArtifact,
    Blob onnx,
    Instant createdAt) {

  private static final String DEEPLEARNING4J = "deeplearning4j";

  static final String PREFIX = "models";

  /**
   * A file in a provider's own form.
   *
   * @param kind of provider, which alone can read it
   */
  public record NativeArtifact(String kind, Blob blob) {}

  /** The zip that Deeplearning4j reads, where that has trained the model. */
  Optional<Blob> deeplearning4j() {
    return nativeArtifact != null && nativeArtifact.kind().equals(DEEPLEARNING4J)
        ? Optional.of(nativeArtifact.blob())
        : Optional.empty();
  }

  /** Refuses a model that is not the caller's to use; so far each is anyone's. */
  public void requireOpenTo(Caller caller) {}

  /** Refuses a quarantined model unless it is wanted all the same. */
  public void requireUsable(boolean allowQuarantined) {
    if (quarantined && !allowQuarantined) {
      throw new ServiceException(
          ErrorCode.QUARANTINED,
          "Model %s comes from training that ended unstable. Add ?allow_quarantined=true to use it all the same."
              .formatted(id));
    }
  }

  static String folder(UUID id) {
    return PREFIX + "/" + id;
  }

  static String nativeKey(UUID id, NativeFile file) {
    return folder(id) + "/" + file.name();
  }

  static String onnxKey(UUID id) {
    return folder(id) + "/" + ModelManifest.ONNX_FILE;
  }
}
