package dev.evenkeel.worker;

import dev.evenkeel.dataset.DatasetFiles;
import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.model.ModelFiles;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.storage.Leases;
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
  public EngineCommand.Train command(StartedJob job, Path folder, Leases leases) {
    return new EngineCommand.Train(
        job.attempt().run(),
        provider,
        spec(job, folder, leases),
        folder(job.datasetId(), leases),
        other(job.validationDatasetId(), leases),
        other(job.testDatasetId(), leases),
        folder.toString());
  }

  private TrainingSpec spec(StartedJob job, Path folder, Leases leases) {
    String base = job.spec().network().baseModelId();
    return base == null
        ? job.spec()
        : job.spec().startingFrom(models.base(UUID.fromString(base), folder, leases));
  }

  private @Nullable String other(@Nullable UUID datasetId, Leases leases) {
    return datasetId == null ? null : folder(datasetId, leases);
  }

  private String folder(UUID datasetId, Leases leases) {
    return leases.hold(datasets.local(datasetId)).folder().toString();
  }
}
