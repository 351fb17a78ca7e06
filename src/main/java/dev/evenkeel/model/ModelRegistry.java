package dev.evenkeel.model;

import dev.evenkeel.dataset.Datasets;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.id.Ids;
import dev.evenkeel.model.Model.NativeArtifact;
import dev.evenkeel.storage.Blob;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.stability.Verdict;
import dev.evenkeel.web.Caller;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Takes in the models that engines have trained. */
@Service
public class ModelRegistry {

  private final Models models;
  private final Datasets datasets;
  private final ArtifactCheck check;
  private final BlobStore blobs;
  private final List<ModelRemovalListener> listeners;
  private final Clock clock;

  ModelRegistry(
      Models models,
      Datasets datasets,
      ArtifactCheck check,
      BlobStore blobs,
      List<ModelRemovalListener> listeners,
      Clock clock) {
    this.models = models;
    this.datasets = datasets;
    this.check = check;
    this.blobs = blobs;
    this.listeners = listeners;
    this.clock = clock;
  }

  /**
   * Checks the artifacts (complete, as announced, and the probes replayed through ONNX Runtime),
   * moves them into the blob store and records the model; name = the job's name, version = the next
   * of that name. Nothing is left behind where a check fails.
   *
   * @param artifacts folder with model.json and the files that it names
   * @return the model's id
   * @throws BrokenArtifactsException where they cannot be trusted
   */
  public UUID register(
      UUID jobId, String name, UUID datasetId, TrainingResult result, Path artifacts) {
    ModelManifest manifest = check.check(result, artifacts);
    String datasetSha256 =
        datasets
            .sha256(datasetId)
            .orElseThrow(() -> new BrokenArtifactsException("The dataset is gone."));
    return publish(name, new Origin(jobId, datasetId, datasetSha256), result, manifest, artifacts);
  }

  /** The same for a network that was trained elsewhere: it has no job and no dataset. */
  public Model registerImported(String name, TrainingResult result, Path artifacts) {
    ModelManifest manifest = check.check(result, artifacts);
    UUID id = publish(name, new Origin(null, null, null), result, manifest, artifacts);
    return models.find(id).orElseThrow(() -> ServiceException.notFound("model", id));
  }

  /** Where a model comes from; null where it is not known here. */
  private record Origin(
      @Nullable UUID jobId, @Nullable UUID datasetId, @Nullable String datasetSha256) {}

  private UUID publish(
      String name, Origin origin, TrainingResult result, ModelManifest manifest, Path artifacts) {
    UUID id = Ids.next();
    try {
      Blob onnx = blobs.adopt(Model.onnxKey(id), artifacts.resolve(ModelManifest.ONNX_FILE));
      NativeArtifact own = adopt(id, manifest.nativeFile(), artifacts);
      models.publish(
          new Model(
              id,
              name,
              0,
              origin.jobId(),
              origin.datasetId(),
              origin.datasetSha256(),
              isUnstable(result),
              finite(result.metrics()),
              manifest,
              own,
              onnx,
              clock.instant()));
      return id;
    } catch (RuntimeException e) {
      blobs.delete(Model.folder(id));
      throw e;
    }
  }

  private @Nullable NativeArtifact adopt(UUID id, @Nullable NativeFile file, Path artifacts) {
    return file == null
        ? null
        : new NativeArtifact(
            file.kind(), blobs.adopt(Model.nativeKey(id, file), artifacts.resolve(file.name())));
  }

  /** Whether nobody should use the model unawares: its run ended diverged or unstable. */
  private static boolean isUnstable(TrainingResult result) {
    return result.verdict() == Verdict.UNSTABLE || result.stopReason() == StopReason.DIVERGED;
  }

  /** JSON has no token for the others. */
  private static Map<String, Double> finite(Map<String, Double> metrics) {
    Map<String, Double> finite = new TreeMap<>(metrics);
    finite.values().removeIf(value -> value == null || !Double.isFinite(value));
    return finite;
  }

  /** Removes a model whose job turned out not to be ours any more. */
  public void discard(UUID modelId) {
    remove(modelId);
  }

  void delete(UUID modelId, Caller caller) {
    models.require(modelId, caller);
    if (!remove(modelId)) {
      throw ServiceException.notFound("model", modelId);
    }
  }

  private boolean remove(UUID modelId) {
    boolean removed = models.delete(modelId);
    if (removed) {
      listeners.forEach(listener -> listener.removed(modelId));
      blobs.delete(Model.folder(modelId));
    }
    return removed;
  }
}
