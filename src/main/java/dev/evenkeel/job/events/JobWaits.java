package dev.evenkeel.job.events;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.job.JobLimits;
import dev.evenkeel.job.JobStatus;
import dev.evenkeel.job.read.JobAnswer;
import dev.evenkeel.job.read.JobReads;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Long polls: requests that are answered when a job's status changes, holding neither a thread nor
 * a connection meanwhile.
 */
@Component
public class JobWaits implements AutoCloseable {

  private static final int THREADS = 4;

  private final JobWatch watch;
  private final JobReads reads;
  private final Semaphore places;
  private final ExecutorService answering =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "job-wait");
            thread.setDaemon(true);
            return thread;
          });

  JobWaits(JobWatch watch, JobReads reads, JobLimits limits) {
    this.watch = watch;
    this.reads = reads;
    this.places = new Semaphore(limits.maxWaits());
  }

  /** An answer that comes when the job leaves {@code from}, or after so many seconds. */
  public DeferredResult<ResponseEntity<JobAnswer>> until(UUID jobId, JobStatus from, int seconds) {
    if (!places.tryAcquire()) {
      throw new ServiceException(
          ErrorCode.BUSY, "Too many requests wait for jobs. Ask again without wait, or later.");
    }
    Wait wait = new Wait(jobId, from, seconds);
    wait.result.onTimeout(wait::answer);
    wait.result.onCompletion(wait::over);
    watch.add(jobId, wait);
    return wait.result;
  }

  @Override
  public void close() {
    answering.shutdownNow();
  }

  private final class Wait implements JobWatch.Watcher {

    private final UUID jobId;
    private final JobStatus from;
    private final DeferredResult<ResponseEntity<JobAnswer>> result;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    Wait(UUID jobId, JobStatus from, int seconds) {
      this.jobId = jobId;
      this.from = from;
      this.result = new DeferredResult<>(seconds * 1000L);
    }

    @Override
    public void look(Optional<JobWatch.Pulse> pulse) {
      if (pulse.map(seen -> seen.status() != from).orElse(true)) {
        answering.execute(this::answer);
      }
    }

    @Override
    public void shutDown() {
      answer();
    }

    private void answer() {
      if (!answered.compareAndSet(false, true)) {
        return;
      }
      try {
        JobReads.Versioned job = reads.get(jobId);
        result.setResult(ResponseEntity.ok().eTag(job.etag()).body(job.answer()));
      } catch (RuntimeException e) {
        result.setErrorResult(e);
      }
    }

    private void over() {
      if (over.compareAndSet(false, true)) {
        watch.remove(jobId, this);
        places.release();
      }
    }
  }
}
