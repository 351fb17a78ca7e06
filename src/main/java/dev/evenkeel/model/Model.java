package dev.evenkeel.model;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.web.Caller;
import java.time.Instant;
import java.util.Map;
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
    Blob dl4j,
    Blob onnx,
    Instant createdAt) {

  static final String PREFIX = "models";

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

  static String dl4jKey(UUID id) {
    return folder(id) + "/" + ModelManifest.DL4J_FILE;
  }

  static String onnxKey(UUID id) {
    return folder(id) + "/" + ModelManifest.ONNX_FILE;
  }
}
