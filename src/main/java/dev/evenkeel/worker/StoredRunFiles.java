package dev.evenkeel.worker;

import dev.evenkeel.dataset.DatasetFiles;
import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.model.ModelFiles;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.training.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Datasets and work folders of this server's blob store. */
final class StoredRunFiles implements RunFiles {

  private final DatasetFiles datasets;
  private final ModelFiles models;
  private final BlobStore blobs;
  private final String provider;

  /**
   * @param provider trains the jobs
   */
  StoredRunFiles(DatasetFiles datasets, ModelFiles models, BlobStore blobs, String provider) {
    this.datasets = datasets;
    this.models = models;
    this.blobs = blobs;
    this.provider = provider;
  }

  @Override
  public Path newFolder(StartedJob job) {
    return blobs.newWorkFolder(job.attempt().jobId() + "-" + job.attempt().number());
  }

  @Override
  public EngineCommand.Train command(StartedJob job, Path folder) {
    return new EngineCommand.Train(
        job.attempt().run(),
        provider,
        spec(job, folder),
        datasets.tensors(job.datasetId()).toString(),
        tensors(job.validationDatasetId()),
        tensors(job.testDatasetId()),
        folder.toString());
  }

  private TrainingSpec spec(StartedJob job, Path folder) {
    String base = job.spec().network().baseModelId();
    return base == null
        ? job.spec()
        : job.spec().startingFrom(models.base(UUID.fromString(base), folder));
  }

  private @Nullable String tensors(@Nullable UUID datasetId) {
    return datasetId == null ? null : datasets.tensors(datasetId).toString();
  }
}
