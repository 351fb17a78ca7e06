package dev.evenkeel.worker.engine;

import dev.evenkeel.training.NetworkProviders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How engine processes are started and when they are given up.
 *
 * @param provider computes their networks; its class must be on the class path
 * @param heap their Java heap: indices and copies of the best parameters; tensors live outside
 * @param maxResidentBytes memory of its own (not mapped files) beyond which an engine is killed
 * @param heartbeatTimeout silence after which it is killed
 * @param hangTimeout time without progress of a job after which it is killed
 * @param startTimeout time within which it must be ready
 * @param java the java executable; null for the server's own
 * @param openblasCoretype OpenBLAS kernel; null to choose by the CPU's features
 * @param nativeCache folder for unpacked native libraries; null for one in the data directory
 */
public record EngineSettings(
    @DefaultValue("deeplearning4j") String provider,
    @DefaultValue("2GB") DataSize heap,
    @DefaultValue("4GB") DataSize maxResidentBytes,
    @DefaultValue("30s") Duration heartbeatTimeout,
    @DefaultValue("5m") Duration hangTimeout,
    @DefaultValue("60s") Duration startTimeout,
    @Nullable String java,
    @Nullable String openblasCoretype,
    @Nullable Path nativeCache) {

  private static final DataSize LEAST_HEAP = DataSize.ofMegabytes(64);
  private static final DataSize LEAST_RESIDENT = DataSize.ofMegabytes(256);

  public EngineSettings {
    List<String> providers = NetworkProviders.kinds();
    if (!providers.contains(provider)) {
      throw new IllegalArgumentException(
          "evenkeel.engine.provider is '%s', but there are only: %s."
              .formatted(provider, String.join(", ", providers)));
    }
    atLeast("heap", heap, LEAST_HEAP);
    atLeast("max-resident-bytes", maxResidentBytes, LEAST_RESIDENT);
    atLeast("heartbeat-timeout", heartbeatTimeout, Duration.ofSeconds(3));
    atLeast("hang-timeout", hangTimeout, Duration.ofSeconds(5));
    atLeast("start-timeout", startTimeout, Duration.ofSeconds(5));
  }

  private static void atLeast(String name, DataSize given, DataSize least) {
    if (given.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "evenkeel.engine.%s (%d bytes) must be at least %dMB."
              .formatted(name, given.toBytes(), least.toMegabytes()));
    }
  }

  private static void atLeast(String name, Duration given, Duration least) {
    if (given.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "evenkeel.engine.%s (%d ms) must be at least %d seconds."
              .formatted(name, given.toMillis(), least.toSeconds()));
    }
  }
}
