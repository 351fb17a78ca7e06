package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Outage;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.AttemptLostException;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.storage.Leases;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.worker.engine.EngineRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Runs a job from the queue on a free worker. However it ends, the job's status says so and no file
 * is left behind.
 *
 * <p>Thread-safe.
 */
final class JobRunner {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  /** How long a claimed job waits for a warm engine before it goes back into the queue. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Workers workers;
  private final AttemptLedger ledger;
  private final WorkerMetrics metrics;
  private final RunFiles files;
  private volatile boolean stopping;

  JobRunner(Workers workers, AttemptLedger ledger, WorkerMetrics metrics, RunFiles files) {
    this.workers = workers;
    this.ledger = ledger;
    this.metrics = metrics;
    this.files = files;
  }

  Workers workers() {
    return workers;
  }

  /** Lets go of every job: each goes back into the queue. */
  void stop() {
    stopping = true;
  }

  Disposition run(UUID jobId) {
    try {
      Optional<Worker> worker = stopping ? Optional.empty() : workers.reserve(jobId, PATIENCE);
      return worker.map(reserved -> runOn(reserved, jobId)).orElse(Disposition.AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Disposition.AGAIN;
    }
  }

  private Disposition runOn(Worker worker, UUID jobId) {
    try {
      return ledger
          .start(jobId, worker.name())
          .map(job -> runFenced(worker, job))
          .orElse(Disposition.DONE);
    } finally {
      worker.release();
    }
  }

  private Disposition runFenced(Worker worker, StartedJob job) {
    Path folder = files.newFolder(job);
    try (Leases leases = new Leases()) {
      return train(worker, job, folder, leases);
    } catch (AttemptLostException e) {
      LOG.info("{} Its work is dropped.", e.getMessage());
      return Disposition.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Disposition.AGAIN;
    } catch (RuntimeException e) {
      return fault(job, e);
    } finally {
      delete(folder);
    }
  }

  private Disposition train(Worker worker, StartedJob job, Path folder, Leases leases)
      throws InterruptedException {
    TrainingAttempt.Assignment assignment =
        new TrainingAttempt.Assignment(job, files.command(job, folder, leases), folder);
    Optional<EngineRun> begun = worker.train(assignment.command());
    if (begun.isEmpty()) {
      boolean again = ledger.workerLost(job.attempt(), "The engine died before the job began.");
      return again ? Disposition.AGAIN : Disposition.DONE;
    }
    try (EngineRun run = begun.get()) {
      return new TrainingAttempt(assignment, ledger, metrics, () -> stopping).follow(run);
    }
  }

  /** An outage goes up, to be tried again later; anything else ends the job. */
  private Disposition fault(StartedJob job, RuntimeException fault) {
    if (Outage.caused(fault)) {
      throw fault;
    }
    LOG.error("Job {} failed.", job.attempt().jobId(), fault);
    EngineEvent.Failed failed =
        fault instanceof ServiceException refused
            ? failure(
                job,
                refused.code().code(),
                refused.getMessage(),
                refused.code() == ErrorCode.UNAVAILABLE)
            : failure(
                job,
                "internal",
                "Something went wrong in the server. Submit the job again; if it fails again, the server's log has the details.",
                true);
    try {
      ledger.failed(job.attempt(), failed);
      metrics.jobEnded(StopReason.ERROR);
    } catch (AttemptLostException e) {
      LOG.info("{} Its work is dropped.", e.getMessage());
    }
    return Disposition.DONE;
  }

  private static EngineEvent.Failed failure(
      StartedJob job, String code, String message, boolean retryable) {
    return new EngineEvent.Failed(job.attempt().run(), code, message, retryable);
  }

  private static void delete(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      LOG.warn("A work folder could not be deleted: {}", e.toString());
    }
  }
}
