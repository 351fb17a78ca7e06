package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class VitalsTest {

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
  private final Vitals vitals = new Vitals(LIMITS, () -> now);

  @Test
  void givesAnEngineSixtySecondsToGetReady() {
    pass(60);
    assertThat(vitals.complaint(0)).isEmpty();

    pass(1);
    assertThat(vitals.complaint(0)).contains("The engine was not ready within 60 s.");
  }

  @Test
  void missesTheHeartbeatAfterThirtySeconds() {
    vitals.ready();
    pass(30);
    vitals.heartbeat(0);
    pass(30);
    assertThat(vitals.complaint(0)).isEmpty();

    pass(1);
    assertThat(vitals.complaint(0)).contains("The engine was not heard of for 30 s.");
  }

  @Test
  void noticesATrainingThreadThatHangsWhileTheHeartGoesOn() {
    vitals.ready();
    vitals.trainingBegan();
    beat(300, 7);
    assertThat(vitals.complaint(0)).isEmpty();

    beat(2, 7);
    assertThat(vitals.complaint(0)).contains("The engine hung: no progress for 300 s.");
  }

  @Test
  void takesAnyProgressForLife() {
    vitals.ready();
    vitals.trainingBegan();
    beat(299, 7);
    beat(299, 8);

    assertThat(vitals.complaint(0)).isEmpty();
  }

  @Test
  void asksNoProgressOfAnIdleEngine() {
    vitals.ready();
    vitals.trainingBegan();
    vitals.trainingEnded();
    beat(1_000, 7);

    assertThat(vitals.complaint(0)).isEmpty();
  }

  @Test
  void doesNotBlameTheEngineWhileTheServerIsBehind() {
    vitals.ready();
    vitals.trainingBegan();
    vitals.serverIsBehind(true);
    pass(1_000);
    assertThat(vitals.complaint(0)).isEmpty();

    vitals.serverIsBehind(false);
    assertThat(vitals.complaint(0)).isEmpty();
    pass(31);
    assertThat(vitals.complaint(0)).isPresent();
  }

  @Test
  void limitsTheMemoryAndNamesTheSetting() {
    vitals.ready();

    assertThat(vitals.complaint(4L << 30)).isEmpty();
    assertThat(vitals.complaint((4L << 30) + (1 << 20)))
        .contains(
            "The engine used 4097 MB of memory; the limit is 4096 MB (evenkeel.engine.max-resident-bytes).");
  }

  private void beat(int seconds, long progress) {
    for (int second = 0; second < seconds; second++) {
      pass(1);
      vitals.heartbeat(progress);
    }
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }
}
