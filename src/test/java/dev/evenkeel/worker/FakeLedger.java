package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.job.Attempt;
import dev.evenkeel.job.AttemptLostException;
import dev.evenkeel.job.JobProgress;
import dev.evenkeel.job.StartedJob;
import dev.evenkeel.training.RunShape;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.TrainingResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps jobs in memory and follows the rules of the real one: fencing and at most 3 attempts. */
final class FakeLedger implements AttemptLedger {

  /** One job's story. */
  static final class Story {
    int attempt;
    String status = "queued";
    Duration maxDuration;
    StopReason wish;
    Instant startedAt;
    final List<EngineEvent> events = new ArrayList<>();
    final List<String> losses = new ArrayList<>();
    int handedBack;
    JobProgress progress;
    RunShape shape;
    final List<Integer> eventsWhenShaped = new ArrayList<>();
  }

  private final Map<UUID, Story> stories = new LinkedHashMap<>();

  synchronized Story job(UUID jobId) {
    return stories.computeIfAbsent(jobId, id -> new Story());
  }

  synchronized String status(UUID jobId) {
    return job(jobId).status;
  }

  synchronized void wish(UUID jobId, StopReason reason) {
    job(jobId).wish = reason;
  }

  synchronized List<String> statuses() {
    return stories.values().stream().map(story -> story.status).toList();
  }

  @Override
  public synchronized Optional<StartedJob> start(UUID jobId, String worker) {
    Story story = job(jobId);
    if (!story.status.equals("queued") && !story.status.equals("running")) {
      return Optional.empty();
    }
    story.attempt++;
    story.status = "running";
    story.startedAt = Instant.now();
    story.events.clear();
    return Optional.of(
        new StartedJob(
            new Attempt(jobId, story.attempt),
            "a job",
            ScriptedEngines.order("", "").spec(),
            UUID.randomUUID(),
            null,
            null,
            story.maxDuration));
  }

  @Override
  public synchronized void shaped(Attempt attempt, RunShape shape) {
    Story story = held(attempt);
    story.shape = shape;
    story.eventsWhenShaped.add(story.events.size());
  }

  @Override
  public synchronized Optional<StopReason> record(
      Attempt attempt, JobProgress progress, List<EngineEvent> events) {
    Story story = held(attempt);
    story.progress = progress;
    story.events.addAll(events);
    return Optional.ofNullable(story.wish);
  }

  @Override
  public synchronized void finished(StartedJob job, TrainingResult result, Path artifacts) {
    held(job.attempt()).status = result.stopReason().isSuccess() ? "succeeded" : "cancelled";
  }

  @Override
  public synchronized void failed(Attempt attempt, EngineEvent.Failed failure) {
    held(attempt).status = "failed: " + failure.message();
  }

  @Override
  public synchronized boolean workerLost(Attempt attempt, String why) {
    Story story = held(attempt);
    story.losses.add(why);
    story.status = story.attempt < 3 ? "queued" : "failed: worker_lost";
    return story.attempt < 3;
  }

  @Override
  public synchronized boolean handedBack(Attempt attempt) {
    Story story = held(attempt);
    story.handedBack++;
    story.status = "queued";
    return true;
  }

  private Story held(Attempt attempt) {
    Story story = job(attempt.jobId());
    if (story.attempt != attempt.number() || !story.status.equals("running")) {
      throw new AttemptLostException(attempt);
    }
    return story;
  }
}
