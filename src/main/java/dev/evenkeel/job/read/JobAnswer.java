package dev.evenkeel.job.read;

import dev.evenkeel.job.JobChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A job as clients see it. */
public record JobAnswer(
    String id,
    String object,
    String name,
    String status,
    boolean terminal,
    @Nullable String stopReason,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable QueuePlace queue,
    Progress progress,
    JsonNode metrics,
    Stability stability,
    int attempt,
    List<StatusChange> history,
    @Nullable String modelId,
    @Nullable JobError error,
    JsonNode spec,
    List<JobChange> changes) {

  /** Where a queued job stands. */
  record QueuePlace(long position, long jobsAhead, String waitingFor) {}

  /** How far the present attempt has come. */
  public record Progress(
      int epoch,
      int epochs,
      long iteration,
      long iterations,
      long executedIterations,
      double percent,
      @Nullable Double examplesPerSecond,
      @Nullable Instant estimatedFinish) {}

  /** What the monitors think. */
  public record Stability(String verdict, long incidents, JsonNode actions) {}

  /** A status and when it was reached. */
  public record StatusChange(String status, Instant at) {}

  /** Why the job failed. */
  public record JobError(String code, String message, boolean retryable) {}
}
