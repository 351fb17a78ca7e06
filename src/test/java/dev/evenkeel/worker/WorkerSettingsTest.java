package dev.evenkeel.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class WorkerSettingsTest {

  @Test
  void trainsAndAnswersByDefault() {
    WorkerSettings settings = bind(Map.of());

    assertThat(settings.servesApi()).isTrue();
    assertThat(settings.runsJobs()).isTrue();
    assertThat(settings.devices()).isEqualTo("auto");
    assertThat(settings.engine().provider()).isEqualTo("deeplearning4j");
    assertThat(settings.engine().maxResidentBytes()).isEqualTo(DataSize.ofGigabytes(4));
    assertThat(settings.engine().heartbeatTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void readsWhatIsSet() {
    WorkerSettings settings =
        bind(
            Map.of(
                "evenkeel.roles", "api",
                "evenkeel.devices", "cuda:0,1",
                "evenkeel.engine.heap", "256MB",
                "evenkeel.engine.hang-timeout", "10m",
                "evenkeel.engine.openblas-coretype", "Zen"));

    assertThat(settings.servesApi()).isTrue();
    assertThat(settings.runsJobs()).isFalse();
    assertThat(settings.devices()).isEqualTo("cuda:0,1");
    assertThat(settings.engine().heap()).isEqualTo(DataSize.ofMegabytes(256));
    assertThat(settings.engine().hangTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.engine().openblasCoretype()).isEqualTo("Zen");
  }

  @ParameterizedTest
  @CsvSource({
    "heap,             1MB, 'evenkeel.engine.heap (1048576 bytes) must be at least 64MB.'",
    "max-resident-bytes, 1, 'evenkeel.engine.max-resident-bytes (1 bytes) must be at least 256MB.'",
    "heartbeat-timeout, 1s, 'evenkeel.engine.heartbeat-timeout (1000 ms) must be at least 3 seconds.'",
    "hang-timeout,     -1s, 'evenkeel.engine.hang-timeout (-1000 ms) must be at least 5 seconds.'",
    "provider, tensorflow, 'evenkeel.engine.provider is ''tensorflow'', but there are only: deeplearning4j, plain_java.'",
    "start-timeout,      0, 'evenkeel.engine.start-timeout (0 ms) must be at least 5 seconds.'"
  })
  void saysWhatIsWrong(String name, String value, String message) {
    assertThatThrownBy(() -> bind(Map.of("evenkeel.engine." + name, value)))
        .rootCause()
        .hasMessage(message);
  }

  private static WorkerSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("evenkeel", WorkerSettings.class);
  }
}
