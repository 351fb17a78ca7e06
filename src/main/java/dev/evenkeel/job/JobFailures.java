package dev.evenkeel.job;

import dev.evenkeel.job.TrainingJob.Failure;
import dev.evenkeel.training.StopReason;
import org.jspecify.annotations.Nullable;

/** What a failed job tells its client: what happened and what to do. */
final class JobFailures {

  private JobFailures() {}

  /** How a run ended, as far as its failure is told. */
  record Run(StopReason reason, @Nullable Long maxDurationSeconds, boolean hasModel) {}

  /** The failure that a stop reason is; null where it is none. */
  static @Nullable Failure of(Run run) {
    return switch (run.reason()) {
      case COMPLETED, EARLY_STOPPED, CONVERGED, CANCELLED -> null;
      case DIVERGED ->
          new Failure(
              "diverged",
              "The training diverged%s. Read the incidents: each names its cause and what to change."
                  .formatted(
                      run.hasModel()
                          ? "; the best good model is kept in quarantine"
                          : " and left no finite model"),
              false);
      case TIMED_OUT ->
          new Failure(
              "timed_out",
              "The run reached max_duration_seconds (%s). Give it more time, or fewer epochs."
                  .formatted(run.maxDurationSeconds()),
              true);
      case WORKER_LOST ->
          new Failure("worker_lost", "The worker was lost. Submit the job again.", true);
      case ERROR -> new Failure("error", "The run failed. Submit the job again.", true);
    };
  }

  static Failure workerLost(int attempts, String why) {
    return new Failure(
        "worker_lost",
        "%d attempts were lost with their worker. The last one: %s".formatted(attempts, why),
        true);
  }

  static Failure datasetGone() {
    return new Failure(
        "dataset_gone", "The dataset was deleted before the job could start.", false);
  }
}
