package dev.evenkeel.job.request;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.Fault;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.id.Ids;
import dev.evenkeel.job.JobEvents;
import dev.evenkeel.job.JobLimits;
import dev.evenkeel.job.JobQueue;
import dev.evenkeel.job.TrainingJob;
import dev.evenkeel.job.TrainingJobs;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stores and queues an accepted job in one transaction. */
@Service
class JobIntake {

  private final TrainingJobs jobs;
  private final JobEvents events;
  private final JobQueue queue;
  private final DatasetCatalog datasets;
  private final JobLimits limits;
  private final Clock clock;

  JobIntake(
      TrainingJobs jobs,
      JobEvents events,
      JobQueue queue,
      DatasetCatalog datasets,
      JobLimits limits,
      Clock clock) {
    this.jobs = jobs;
    this.events = events;
    this.queue = queue;
    this.datasets = datasets;
    this.limits = limits;
    this.clock = clock;
  }

  /** Refuses at once where the queue is full: nobody should wait only to be turned away. */
  void requirePlace() {
    if (jobs.countQueued() >= limits.maxQueued()) {
      throw new ServiceException(
          ErrorCode.BUSY,
          "%d jobs are waiting already, as many as may. Submit again later."
              .formatted(limits.maxQueued()));
    }
  }

  @Transactional
  UUID take(SubmissionChecks.Accepted accepted) {
    requireDatasets(accepted.datasets());
    UUID id = Ids.next();
    TrainingJob job =
        jobs.save(new TrainingJob(id, accepted.spec(), accepted.datasets(), clock.instant()));
    events.statusChanged(job);
    queue.enqueue(id, job.priority());
    return id;
  }

  /** Holds the datasets: one that was deleted since the checks would leave a job without data. */
  private void requireDatasets(TrainingJob.DatasetIds ids) {
    Stream.of(ids.training(), ids.validation(), ids.test())
        .filter(id -> id != null && !datasets.lockForUse(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw ServiceException.invalid(
                  List.of(
                      new Fault(
                          "/dataset_id",
                          "not_found",
                          "Dataset %s has just been deleted.".formatted(id))));
            });
  }
}
