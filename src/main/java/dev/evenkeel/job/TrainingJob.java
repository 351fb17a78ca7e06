package dev.evenkeel.job;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.SpecJson;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.stability.Verdict;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A job and its state machine: it changes by named transitions only, each of which checks the state
 * it starts from. JSON columns are kept as text.
 */
@Entity
@Table(name = "training_job")
@DynamicUpdate
public class TrainingJob {

  @Id private UUID id;
  private String name;

  @Column(name = "dataset_id")
  private @Nullable UUID datasetId;

  @Column(name = "validation_dataset_id")
  private @Nullable UUID validationDatasetId;

  @Column(name = "test_dataset_id")
  private @Nullable UUID testDatasetId;

  @JdbcTypeCode(SqlTypes.JSON)
  private String spec;

  @JdbcTypeCode(SqlTypes.JSON)
  private String labels;

  private int priority;

  @Column(name = "max_duration_seconds")
  private @Nullable Long maxDurationSeconds;

  private String status;

  @Column(name = "stop_reason")
  private @Nullable String stopReason;

  @Column(name = "stop_requested")
  private @Nullable String stopRequested;

  private int attempt;

  /** Attempts that ended because their server was stopped in good order. */
  @Column(name = "attempts_handed_back")
  private int attemptsHandedBack;

  private @Nullable String worker;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "started_at")
  private @Nullable Instant startedAt;

  @Column(name = "finished_at")
  private @Nullable Instant finishedAt;

  @Embedded private RunProgress progress;

  @JdbcTypeCode(SqlTypes.JSON)
  private String metrics = "{}";

  @JdbcTypeCode(SqlTypes.JSON)
  private String reports = "[]";

  @Embedded private RunStability stability = new RunStability(true);

  @Column(name = "model_id")
  private @Nullable UUID modelId;

  @Column(name = "error_code")
  private @Nullable String errorCode;

  @Column(name = "error_message")
  private @Nullable String errorMessage;

  @Column(name = "error_retryable")
  private @Nullable Boolean errorRetryable;

  @Version private @Nullable Long version;

  /**
   * The datasets of a job.
   *
   * @param validation null where a fraction of the training dataset is split off
   * @param test likewise
   */
  public record DatasetIds(UUID training, @Nullable UUID validation, @Nullable UUID test) {}

  /** Why a job failed; the message is for the user. */
  record Failure(String code, String message, boolean retryable) {}

  /** How a run went, as far as the job keeps it; the last three are JSON. */
  record RunOutcome(
      StopReason reason,
      Verdict verdict,
      long executedIterations,
      String metrics,
      String reports,
      String actions) {}

  protected TrainingJob() {}

  /** A new job, queued. */
  public TrainingJob(UUID id, JobSpec spec, DatasetIds datasets, Instant now) {
    this.id = id;
    name = Objects.requireNonNull(spec.name());
    datasetId = datasets.training();
    validationDatasetId = datasets.validation();
    testDatasetId = datasets.test();
    this.spec = SpecJson.mapper().writeValueAsString(spec);
    labels = JobLabels.write(spec.labels());
    priority = spec.priority();
    maxDurationSeconds = spec.maxDurationSeconds();
    progress = new RunProgress(spec.training().epochs());
    stability = new RunStability(spec.stability().mode() != StabilitySpec.Mode.OFF);
    status = JobStatus.QUEUED.json();
    createdAt = now;
  }

  /** Begins the next attempt, from the start. */
  void start(String byWorker, Instant now) {
    become(JobStatus.RUNNING);
    attempt++;
    worker = byWorker;
    startedAt = now;
    progress.restart();
    metrics = "{}";
    stability.restart();
  }

  void shaped(RunProgress.Shape shape) {
    progress.shaped(shape);
  }

  void progressed(JobProgress news, Instant now) {
    progress.advance(news, startedAt, now);
  }

  void epochEnded(EndedEpoch latest, String metricsJson) {
    progress.epochEnded(latest.epoch(), latest.iteration());
    metrics = metricsJson;
  }

  /** The run ended; what it kept is noted and the status follows from its reason. */
  void finish(RunOutcome outcome, @Nullable UUID model, @Nullable Failure failure, Instant now) {
    boolean diverged = outcome.reason() == StopReason.DIVERGED;
    stability.ended(diverged ? Verdict.UNSTABLE : outcome.verdict(), outcome.actions());
    progress.ended(outcome.executedIterations());
    metrics = outcome.metrics();
    reports = outcome.reports();
    modelId = model;
    error(failure);
    end(statusAfter(outcome.reason()), outcome.reason(), now);
  }

  private static JobStatus statusAfter(StopReason reason) {
    return switch (reason) {
      case COMPLETED, EARLY_STOPPED, CONVERGED -> JobStatus.SUCCEEDED;
      case CANCELLED -> JobStatus.CANCELLED;
      case DIVERGED, TIMED_OUT, WORKER_LOST, ERROR -> JobStatus.FAILED;
    };
  }

  void fail(StopReason reason, Failure failure, Instant now) {
    error(failure);
    end(JobStatus.FAILED, reason, now);
  }

  /** Ends a job that no worker holds any more, as its client asked. */
  void cancelled(Instant now) {
    end(JobStatus.CANCELLED, StopReason.CANCELLED, now);
  }

  /** The engine died and another attempt is to be made. */
  void requeue() {
    become(JobStatus.QUEUED);
    worker = null;
    progress.rest();
  }

  /** The server is being stopped: the job waits for another, and the attempt does not count. */
  void handBack() {
    requeue();
    attemptsHandedBack++;
  }

  boolean hasUsedItsAttempts(int limit) {
    return attempt - attemptsHandedBack >= limit;
  }

  /**
   * A client wants the job to end: at once while it waits, else as soon as its worker sees it.
   *
   * @return whether that changed anything
   */
  public boolean cancel(Instant now) {
    return switch (status()) {
      case QUEUED, PAUSED -> {
        cancelled(now);
        yield true;
      }
      case RUNNING, PAUSING -> {
        become(JobStatus.CANCELLING);
        stopRequested = lower(StopReason.CANCELLED);
        yield true;
      }
      case CANCELLING, CANCELLED -> false;
      case SUCCEEDED, FAILED ->
          throw new ServiceException(
              ErrorCode.CONFLICT,
              "The job has %s: there is nothing left to cancel.".formatted(status));
    };
  }

  public void relabel(Map<String, String> newLabels) {
    labels = JobLabels.write(newLabels);
  }

  public void prioritize(int newPriority) {
    priority = newPriority;
  }

  private void end(JobStatus terminal, StopReason reason, Instant now) {
    become(terminal);
    stopReason = lower(reason);
    finishedAt = now;
    progress.rest();
    worker = null;
  }

  private void error(@Nullable Failure failure) {
    errorCode = failure == null ? null : failure.code();
    errorMessage = failure == null ? null : failure.message();
    errorRetryable = failure == null ? null : failure.retryable();
  }

  private void become(JobStatus next) {
    if (!status().canBecome(next)) {
      throw new IllegalStateException(
          "Job %s is %s and cannot become %s.".formatted(id, status, next.json()));
    }
    status = next.json();
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  public JobStatus status() {
    return JobStatus.of(status);
  }

  Optional<StopReason> stopReason() {
    return reason(stopReason);
  }

  /** What a client wants of the worker, if anything. */
  Optional<StopReason> stopRequested() {
    return reason(stopRequested);
  }

  private static Optional<StopReason> reason(@Nullable String text) {
    return Optional.ofNullable(text).map(one -> StopReason.valueOf(one.toUpperCase(Locale.ROOT)));
  }

  int attempt() {
    return attempt;
  }

  int epochs() {
    return progress.epochs();
  }

  String spec() {
    return spec;
  }

  RunStability stability() {
    return stability;
  }

  public Map<String, String> labels() {
    return JobLabels.read(labels);
  }

  public int priority() {
    return priority;
  }

  public long version() {
    return version == null ? 0 : version;
  }

  @Nullable Long maxDurationSeconds() {
    return maxDurationSeconds;
  }

  @Nullable UUID datasetId() {
    return datasetId;
  }

  @Nullable UUID validationDatasetId() {
    return validationDatasetId;
  }

  @Nullable UUID testDatasetId() {
    return testDatasetId;
  }
}
