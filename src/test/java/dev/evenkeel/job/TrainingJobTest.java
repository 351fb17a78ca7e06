package dev.evenkeel.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.error.ServiceException;
import dev.evenkeel.training.StopReason;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.stability.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrainingJobTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static TrainingJob queued() {
    NetworkSpec network = new NetworkSpec(List.of(), null, null, null, null, null);
    JobSpec spec = new JobSpec("iris", "d", null, null, network, null, null, null, null, null);
    TrainingJob.DatasetIds datasets = new TrainingJob.DatasetIds(UUID.randomUUID(), null, null);
    return new TrainingJob(UUID.randomUUID(), spec, datasets, NOW);
  }

  private static TrainingJob running() {
    TrainingJob job = queued();
    job.start("worker", NOW);
    return job;
  }

  private static TrainingJob.RunOutcome outcome(StopReason reason) {
    return new TrainingJob.RunOutcome(reason, Verdict.HEALTHY, 10, "{}", "[]", "{}");
  }

  @Test
  void everyStopReasonEndsARunInItsStatus() {
    assertThat(after(StopReason.COMPLETED)).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(after(StopReason.EARLY_STOPPED)).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(after(StopReason.CONVERGED)).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(after(StopReason.CANCELLED)).isEqualTo(JobStatus.CANCELLED);
    assertThat(after(StopReason.DIVERGED)).isEqualTo(JobStatus.FAILED);
    assertThat(after(StopReason.TIMED_OUT)).isEqualTo(JobStatus.FAILED);
  }

  private static JobStatus after(StopReason reason) {
    TrainingJob job = running();
    job.finish(outcome(reason), null, null, NOW);
    return job.status();
  }

  @Test
  void aTerminalJobNeverChanges() {
    TrainingJob job = running();
    job.finish(outcome(StopReason.COMPLETED), null, null, NOW);

    assertThatThrownBy(() -> job.start("worker", NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("succeeded")
        .hasMessageContaining("running");
    assertThatThrownBy(() -> job.cancel(NOW)).isInstanceOf(ServiceException.class);
    assertThat(
            Arrays.stream(JobStatus.values())
                .filter(JobStatus::isTerminal)
                .flatMap(from -> Arrays.stream(JobStatus.values()).filter(from::canBecome)))
        .isEmpty();
  }

  @Test
  void aQueuedJobCannotSucceedOrPauseByItself() {
    assertThat(JobStatus.QUEUED.canBecome(JobStatus.SUCCEEDED)).isFalse();
    assertThat(JobStatus.QUEUED.canBecome(JobStatus.PAUSED)).isFalse();
    assertThat(JobStatus.CANCELLING.canBecome(JobStatus.QUEUED)).isFalse();
    assertThat(JobStatus.CANCELLING.canBecome(JobStatus.SUCCEEDED)).isTrue();
  }

  @Test
  void eachAttemptStartsFromTheBeginning() {
    TrainingJob job = running();
    job.progressed(new JobProgress(3, 30, 30, 100.0), NOW.plusSeconds(3));
    job.requeue();

    job.start("other", NOW.plusSeconds(10));

    assertThat(job.attempt()).isEqualTo(2);
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void cancellingARunningJobOnlyAsksForIt() {
    TrainingJob job = running();

    assertThat(job.cancel(NOW)).isTrue();
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLING);
    assertThat(job.stopRequested()).contains(StopReason.CANCELLED);
    assertThat(job.cancel(NOW)).isFalse();
  }
}
