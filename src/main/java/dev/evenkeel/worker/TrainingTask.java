package dev.evenkeel.worker;

import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue's entry for a job: {@code train}, one instance a job, gone when the job is terminal.
 */
final class TrainingTask {

  static final TaskDescriptor<Void> DESCRIPTOR = TaskDescriptor.of("train", Void.class);

  private static final Logger LOG = LoggerFactory.getLogger(TrainingTask.class);
  private static final Duration SOON = Duration.ofMillis(500);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(10);

  private final JobRunner runner;

  TrainingTask(JobRunner runner) {
    this.runner = runner;
  }

  /** What db-scheduler executes. */
  CustomTask<Void> task() {
    return Tasks.custom(DESCRIPTOR)
        .onDeadExecutionRevive()
        .onFailure((complete, operations) -> reschedule(complete, operations, AFTER_FAULT))
        .execute((instance, context) -> execute(UUID.fromString(instance.getId())));
  }

  private CompletionHandler<Void> execute(UUID jobId) {
    return switch (runner.run(jobId)) {
      case DONE -> TrainingTask::remove;
      case AGAIN -> (complete, operations) -> reschedule(complete, operations, SOON);
    };
  }

  private static void reschedule(
      ExecutionComplete complete, ExecutionOperations<Void> operations, Duration delay) {
    operations.reschedule(complete, Instant.now().plus(delay));
  }

  private static void remove(ExecutionComplete complete, ExecutionOperations<Void> operations) {
    try {
      operations.remove();
    } catch (ExecutionException e) {
      // We were declared dead meanwhile: the entry is another worker's now, or already gone.
      LOG.info("{} is no longer ours.", complete.getExecution().taskInstance);
    }
  }
}
