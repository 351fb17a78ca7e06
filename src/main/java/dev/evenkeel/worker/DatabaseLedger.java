package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.history.HistoryWriter;
import dev.evenkeel.job.Attempt;
import dev.evenkeel.job.EndedEpoch;
import dev.evenkeel.job.JobLifecycle;
import dev.evenkeel.job.JobProgress;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.model.ModelRegistry;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes into job, history and model, and sits out a database that is away for a while. */
final class DatabaseLedger implements AttemptLedger {

  private final JobLifecycle jobs;
  private final HistoryWriter histories;
  private final ModelRegistry models;
  private final TransactionTemplate transaction;
  private final DatabaseRetry retry;

  DatabaseLedger(
      JobLifecycle jobs,
      HistoryWriter histories,
      ModelRegistry models,
      TransactionTemplate transaction) {
    this.jobs = jobs;
    this.histories = histories;
    this.models = models;
    this.transaction = transaction;
    this.retry = new DatabaseRetry();
  }

  @Override
  public Optional<StartedJob> start(UUID jobId, String worker) {
    Optional<StartedJob> started = retry.insist(() -> jobs.start(jobId, worker));
    started.ifPresent(job -> insist(() -> histories.begin(job.attempt())));
    return started;
  }

  @Override
  public void shaped(Attempt attempt, RunShape shape) {
    insist(() -> jobs.shaped(attempt, shape));
  }

  /** One commit and few statements: a tiny network ends hundreds of epochs a second. */
  @Override
  public Optional<StopReason> record(
      Attempt attempt, JobProgress progress, List<EngineEvent> events) {
    Supplier<Optional<StopReason>> writes =
        () -> {
          Optional<StopReason> wish = jobs.progressed(attempt, progress);
          record(attempt, events);
          return wish;
        };
    return retry.insist(() -> transaction.execute(status -> writes.get()));
  }

  private void record(Attempt attempt, List<EngineEvent> events) {
    List<EndedEpoch> epochs = new ArrayList<>();
    for (EngineEvent event : events) {
      if (event instanceof EngineEvent.Stepped stepped) {
        histories.append(attempt, stepped.steps());
      } else if (event instanceof EngineEvent.EpochEnded ended) {
        epochs.add(new EndedEpoch(ended.epoch(), ended.iteration(), ended.metrics()));
      } else if (event instanceof EngineEvent.IncidentReported reported) {
        // Clients read of epochs and incidents in the order in which they happened.
        recordEpochs(attempt, epochs);
        epochs.clear();
        jobs.incident(attempt, reported.incident());
      }
    }
    recordEpochs(attempt, epochs);
  }

  private void recordEpochs(Attempt attempt, List<EndedEpoch> epochs) {
    if (!epochs.isEmpty()) {
      histories.epochsEnded(attempt, epochs);
      jobs.epochsEnded(attempt, epochs);
    }
  }

  @Override
  public void finished(StartedJob job, TrainingResult result, Path artifacts) {
    UUID model = result.model() == null ? null : register(job, result, artifacts);
    try {
      insist(() -> jobs.finished(job.attempt(), result, model));
    } catch (RuntimeException e) {
      discard(model);
      throw e;
    }
  }

  private UUID register(StartedJob job, TrainingResult result, Path artifacts) {
    // Registering moves the artifacts away: once they are gone it cannot be tried again.
    BooleanSupplier complete = () -> Files.exists(artifacts.resolve(ModelManifest.ONNX_FILE));
    return retry.insistWhile(
        complete,
        () ->
            models.register(job.attempt().jobId(), job.name(), job.datasetId(), result, artifacts));
  }

  private void discard(@Nullable UUID model) {
    if (model != null) {
      insist(() -> models.discard(model));
    }
  }

  @Override
  public void failed(Attempt attempt, EngineEvent.Failed failure) {
    insist(() -> jobs.failed(attempt, failure.code(), failure.message(), failure.retryable()));
  }

  @Override
  public boolean workerLost(Attempt attempt, String why) {
    return retry.insist(() -> jobs.workerLost(attempt, why));
  }

  @Override
  public boolean handedBack(Attempt attempt) {
    return retry.insist(() -> jobs.handedBack(attempt));
  }

  private void insist(Runnable write) {
    retry.insist(
        () -> {
          write.run();
          return true;
        });
  }
}
