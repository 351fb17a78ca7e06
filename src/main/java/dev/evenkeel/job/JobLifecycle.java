package dev.evenkeel.job;

import dev.evenkeel.job.JobEvents.Type;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.stability.Incident;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The transitions that a worker causes. Each is one short transaction, fenced by the attempt: for
 * an attempt that is no longer the job's current one they throw {@link AttemptLostException} and
 * change nothing.
 */
@Service
@Transactional
public class JobLifecycle {

  private final TrainingJobs jobs;
  private final JobEvents events;
  private final JobIncidents incidents;
  private final JobLimits limits;
  private final JsonMapper json;
  private final Clock clock;

  JobLifecycle(
      TrainingJobs jobs,
      JobEvents events,
      JobIncidents incidents,
      JobLimits limits,
      JsonMapper json,
      Clock clock) {
    this.jobs = jobs;
    this.events = events;
    this.incidents = incidents;
    this.limits = limits;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Begins the next attempt: {@code queued} (or {@code running}, left behind by a dead worker)
   * becomes {@code running}. Empty where there is nothing to run: the job is terminal, gone, was
   * cancelled while queued, or has used its attempts (then it ends {@code failed} with {@code
   * worker_lost}).
   */
  public Optional<StartedJob> start(UUID jobId, String worker) {
    Optional<TrainingJob> found = jobs.lock(jobId);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TrainingJob job = found.get();
    return switch (job.status()) {
      case QUEUED, RUNNING -> begin(job, worker);
      case CANCELLING -> {
        // Its worker died before it could see the wish.
        job.cancelled(clock.instant());
        events.statusChanged(job);
        yield Optional.empty();
      }
      case PAUSING, PAUSED, SUCCEEDED, FAILED, CANCELLED -> Optional.empty();
    };
  }

  private Optional<StartedJob> begin(TrainingJob job, String worker) {
    UUID dataset = job.datasetId();
    if (dataset == null) {
      job.fail(StopReason.ERROR, JobFailures.datasetGone(), clock.instant());
      events.statusChanged(job);
      return Optional.empty();
    }
    if (job.hasUsedItsAttempts(limits.maxAttempts())) {
      job.fail(
          StopReason.WORKER_LOST,
          JobFailures.workerLost(job.attempt(), "Its worker died."),
          clock.instant());
      events.statusChanged(job);
      return Optional.empty();
    }
    job.start(worker, clock.instant());
    incidents.forget(job.id());
    events.statusChanged(job);
    return Optional.of(started(job, dataset));
  }

  private static StartedJob started(TrainingJob job, UUID dataset) {
    JobSpec spec = SpecJson.mapper().readValue(job.spec(), JobSpec.class);
    Long seconds = job.maxDurationSeconds();
    return new StartedJob(
        new Attempt(job.id(), job.attempt()),
        job.name(),
        spec.trainingSpec(),
        dataset,
        job.validationDatasetId(),
        job.testDatasetId(),
        seconds == null ? null : Duration.ofSeconds(seconds));
  }

  /** The engine has loaded the data and built the network. */
  public void shaped(Attempt attempt, RunShape shape) {
    held(attempt)
        .shaped(
            new RunProgress.Shape(
                json.writeValueAsString(shape.layers()),
                shape.parameters(),
                shape.iterationsPerEpoch(),
                shape.iterations()));
  }

  /**
   * Notes progress.
   *
   * @return what a client has asked for meanwhile, if anything
   */
  public Optional<StopReason> progressed(Attempt attempt, JobProgress progress) {
    TrainingJob job = held(attempt);
    job.progressed(progress, clock.instant());
    return job.stopRequested();
  }

  /** Epochs ended, in order; long runs report every n-th as an event, and always the last. */
  public void epochsEnded(Attempt attempt, List<EndedEpoch> epochs) {
    TrainingJob job = held(attempt);
    EndedEpoch latest = epochs.get(epochs.size() - 1);
    job.epochEnded(latest, json.writeValueAsString(latest.metrics()));
    int every = (job.epochs() - 1) / limits.maxEpochEvents() + 1;
    events.appendAll(
        job,
        Type.EPOCH,
        epochs.stream()
            .filter(one -> one.epoch() % every == 0 || one.epoch() == job.epochs())
            .toList());
  }

  /** Opens an incident, or notes its outcome, the action taken and what that changed. */
  public void incident(Attempt attempt, Incident incident) {
    TrainingJob job = held(attempt);
    JobIncidents.Stored stored = incidents.store(attempt, incident);
    RunStability stability = job.stability();
    stability.judged(incidents.verdict(job.id()));
    stability.changed(changes(stability.changes(), stored.answer()));
    if (stored.acted()) {
      stability.acted(stored.answer().action());
    }
    events.append(job, Type.INCIDENT, stored.answer());
    if (stored.acted()) {
      events.append(job, Type.ACTION, JobEvents.ActionData.of(stored.answer()));
    }
  }

  private String changes(String present, JobIncidents.Answer incident) {
    List<JobChange> known = JobChange.of(json.readTree(present));
    return json.writeValueAsString(JobChange.updated(known, incident.id(), incident.changes()));
  }

  /**
   * The run ended as its result says: {@code succeeded}, {@code cancelled} or {@code failed}.
   *
   * @param modelId the model that was registered, if there is one
   */
  public void finished(Attempt attempt, TrainingResult result, @Nullable UUID modelId) {
    TrainingJob job = held(attempt);
    TrainingJob.RunOutcome outcome =
        new TrainingJob.RunOutcome(
            result.stopReason(),
            result.verdict(),
            result.executedIterations(),
            json.writeValueAsString(result.metrics()),
            json.writeValueAsString(result.reports()),
            json.writeValueAsString(result.actions()));
    JobFailures.Run run =
        new JobFailures.Run(result.stopReason(), job.maxDurationSeconds(), modelId != null);
    job.finish(outcome, modelId, JobFailures.of(run), clock.instant());
    events.statusChanged(job);
  }

  /** The run could not be carried out and will not be tried again. */
  public void failed(Attempt attempt, String code, String message, boolean retryable) {
    TrainingJob job = held(attempt);
    job.fail(StopReason.ERROR, new TrainingJob.Failure(code, message, retryable), clock.instant());
    events.statusChanged(job);
  }

  /**
   * The engine died. The job is {@code queued} again, or {@code failed} with {@code worker_lost}
   * where its attempts are used up, or {@code cancelled} where that was asked for.
   *
   * @return whether it is to be run again
   */
  public boolean workerLost(Attempt attempt, String why) {
    TrainingJob job = held(attempt);
    if (job.stopRequested().isPresent()) {
      job.cancelled(clock.instant());
    } else if (job.hasUsedItsAttempts(limits.maxAttempts())) {
      job.fail(StopReason.WORKER_LOST, JobFailures.workerLost(job.attempt(), why), clock.instant());
    } else {
      job.requeue();
    }
    events.statusChanged(job);
    return job.status() == JobStatus.QUEUED;
  }

  /**
   * The server is being stopped in good order. The job is {@code queued} again without having used
   * an attempt, or {@code cancelled} where that was asked for.
   *
   * @return whether it is to be run again
   */
  public boolean handedBack(Attempt attempt) {
    TrainingJob job = held(attempt);
    if (job.stopRequested().isPresent()) {
      job.cancelled(clock.instant());
    } else {
      job.handBack();
    }
    events.statusChanged(job);
    return job.status() == JobStatus.QUEUED;
  }

  /** The job, locked, if the attempt is still the one that runs it. */
  private TrainingJob held(Attempt attempt) {
    return jobs.lock(attempt.jobId())
        .filter(job -> job.attempt() == attempt.number() && job.status().isHeld())
        .orElseThrow(() -> new AttemptLostException(attempt));
  }
}
