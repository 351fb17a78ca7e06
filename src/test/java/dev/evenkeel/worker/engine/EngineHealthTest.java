package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class EngineHealthTest {

  private static final EngineSettings LIMITS =
      new EngineSettings(
          "deeplearning4j",
          DataSize.ofGigabytes(1),
          DataSize.ofGigabytes(4),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(60),
          null,
          null,
          null);

  private long now = 1_000;
  private final EngineHealth health = new EngineHealth(LIMITS, () -> now);

  @Test
  void givesAnEngineSixtySecondsToGetReady() {
    pass(60);
    assertThat(health.complaint(0)).isEmpty();

    pass(1);
    assertThat(health.complaint(0)).contains("The engine was not ready within 60 s.");
  }

  @Test
  void missesTheHeartbeatAfterThirtySeconds() {
    health.ready();
    pass(30);
    health.heartbeat(0);
    pass(30);
    assertThat(health.complaint(0)).isEmpty();

    pass(1);
    assertThat(health.complaint(0)).contains("The engine was not heard of for 30 s.");
  }

  @Test
  void noticesATrainingThreadThatHangsWhileTheHeartGoesOn() {
    health.ready();
    health.trainingBegan();
    beat(300, 7);
    assertThat(health.complaint(0)).isEmpty();

    beat(2, 7);
    assertThat(health.complaint(0)).contains("The engine hung: no progress for 300 s.");
  }

  @Test
  void takesAnyProgressForLife() {
    health.ready();
    health.trainingBegan();
    beat(299, 7);
    beat(299, 8);

    assertThat(health.complaint(0)).isEmpty();
  }

  @Test
  void asksNoProgressOfAnIdleEngine() {
    health.ready();
    health.trainingBegan();
    health.trainingEnded();
    beat(1_000, 7);

    assertThat(health.complaint(0)).isEmpty();
  }

  @Test
  void doesNotBlameTheEngineWhileTheServerIsBehind() {
    health.ready();
    health.trainingBegan();
    health.serverIsBehind(true);
    pass(1_000);
    assertThat(health.complaint(0)).isEmpty();

    health.serverIsBehind(false);
    assertThat(health.complaint(0)).isEmpty();
    pass(31);
    assertThat(health.complaint(0)).isPresent();
  }

  @Test
  void limitsTheMemoryAndNamesTheSetting() {
    health.ready();

    assertThat(health.complaint(4L << 30)).isEmpty();
    assertThat(health.complaint((4L << 30) + (1 << 20)))
        .contains(
            "The engine used 4097 MB of memory; the limit is 4096 MB (evenkeel.engine.max-resident-bytes).");
  }

  private void beat(int seconds, long progress) {
    for (int second = 0; second < seconds; second++) {
      pass(1);
      health.heartbeat(progress);
    }
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }
}
