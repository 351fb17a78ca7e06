package dev.evenkeel.testing;

import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.storage.BlobStore;
import dev.evenkeel.testing.TrainedModels.Artifacts;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.TestSpecs;
import dev.evenkeel.training.TrainingObserver;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DataLocation;
import dev.evenkeel.training.dl4j.Dl4jNetworkProvider;
import dev.evenkeel.training.run.TrainingRun;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Makes models from uploaded files with everything but a process of its own: what is served is what
 * an engine would have left.
 */
public final class SmallTrainings {

  private final ApiClient api;
  private final BlobStore blobs;
  private final TrainedModels models;

  public SmallTrainings(int port, BlobStore blobs, JdbcTemplate jdbc, ModelRegistry registry) {
    this.api = new ApiClient(port);
    this.blobs = blobs;
    this.models = new TrainedModels(jdbc, registry);
  }

  /**
   * Uploads, trains and registers.
   *
   * @param dataset a dataset's spec, with single quotes
   * @param layers hidden layers, with single quotes
   * @param preprocessing with single quotes
   */
  public UUID train(String dataset, byte[] file, String layers, String preprocessing) {
    String id =
        api.upload(dataset.replace('\'', '"'), file).expect(201).json().at("/id").asString();
    Path tensors = blobs.local("datasets/" + id).folder();
    TrainingSpec spec =
        TestSpecs.spec(
            "{'layers':[" + layers + "]}",
            "{'epochs':3,'batch_size':4,'seed':3,'optimizer':{'type':'adam','learning_rate':0.05}}",
            "{'validation':0.0}",
            preprocessing,
            "{'mode':'observe'}");
    Path output = folder();
    TrainingResult result =
        TrainingRun.execute(
            spec,
            new DataLocation(tensors, null, null),
            output,
            new Dl4jNetworkProvider(),
            new Nobody(),
            Optional::empty);
    return models.register("trained here", new Artifacts(output, result));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("evenkeel-training");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Nobody implements TrainingObserver {

    @Override
    public void started(RunShape shape) {}

    @Override
    public void stepped(StepRecord step) {}

    @Override
    public void probed(long gradients) {}

    @Override
    public void epochEnded(int epoch, long iteration, Map<String, Double> metrics) {}

    @Override
    public void incident(Incident incident) {}
  }
}
