package dev.evenkeel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvenkeelProcessTest {

  @TempDir private Path data;

  @Test
  void startsAgainOnTheDataOfAKilledServerWithItsOwnDatabase() {
    try (EvenkeelProcess first = EvenkeelProcess.start(data, "evenkeel.devices=none")) {
      first.client().get("/api/v1/openapi.yaml").expect(200);
      first.kill();

      try (EvenkeelProcess second = EvenkeelProcess.start(data, "evenkeel.devices=none")) {
        second.client().get("/actuator/health/readiness").expect(200);
        assertThat(second.log()).contains("earlier server left behind");
      }
    }
  }
}
