package dev.evenkeel.model;

import dev.evenkeel.training.TrainingResult;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Takes in the models that engines have trained. */
@Service
public class ModelRegistry {

  /**
   * Checks the artifacts (digests, and the probes replayed through ONNX Runtime), moves them into
   * the blob store and records the model; name = the job's name, version = the next of that name.
   * Nothing is left behind where a check fails.
   *
   * @param artifacts folder with model.json, model.zip and model.onnx
   * @return the model's id
   */
  public UUID register(
      UUID jobId, String name, UUID datasetId, TrainingResult result, Path artifacts) {
    throw new UnsupportedOperationException();
  }

  /** Removes a model whose job turned out not to be ours any more. */
  public void discard(UUID modelId) {
    throw new UnsupportedOperationException();
  }
}
