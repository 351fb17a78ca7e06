package dev.evenkeel.job.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.EntityTag;
import dev.evenkeel.job.JobEvents;
import dev.evenkeel.job.JobQueue;
import dev.evenkeel.job.TrainingJob;
import dev.evenkeel.job.TrainingJobs;
import dev.evenkeel.job.read.JobGate;
import dev.evenkeel.web.Caller;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a client may change about a job that was accepted. */
@Service
public class JobChanges {

  private final TrainingJobs jobs;
  private final JobGate gate;
  private final JobEvents events;
  private final JobQueue queue;
  private final Clock clock;

  JobChanges(TrainingJobs jobs, JobGate gate, JobEvents events, JobQueue queue, Clock clock) {
    this.jobs = jobs;
    this.gate = gate;
    this.events = events;
    this.queue = queue;
    this.clock = clock;
  }

  /** Asks for the job's end; asking twice changes nothing. */
  @Transactional
  public void cancel(UUID id, Caller caller) {
    TrainingJob job = gate.requireLocked(id, caller);
    if (job.cancel(clock.instant())) {
      events.statusChanged(job);
    }
  }

  /**
   * Applies a merge patch (RFC 7396).
   *
   * @param ifMatch the If-Match header, null where it was not sent
   */
  @Transactional
  public void patch(UUID id, Caller caller, JobPatch patch, @Nullable String ifMatch) {
    TrainingJob job = gate.requireLocked(id, caller);
    if (ifMatch != null && !EntityTag.matches(ifMatch, job.version())) {
      throw new ServiceException(
          ErrorCode.PRECONDITION_FAILED,
          "The job has changed since it was read. Read it again and repeat the change.");
    }
    patch
        .priority()
        .ifPresent(
            priority -> {
              job.prioritize(priority);
              queue.reprioritize(id, priority);
            });
    patch.labels().ifPresent(changes -> job.relabel(patch.merged(job.labels(), changes)));
  }

  /** Deletes a terminal job with its events, incidents and histories. */
  @Transactional
  public void delete(UUID id, Caller caller) {
    TrainingJob job = gate.requireLocked(id, caller);
    if (!job.status().isTerminal()) {
      throw new ServiceException(
          ErrorCode.CONFLICT,
          "The job is %s. Cancel it first, and delete it when it has ended."
              .formatted(job.status().json()));
    }
    jobs.delete(job);
  }
}
