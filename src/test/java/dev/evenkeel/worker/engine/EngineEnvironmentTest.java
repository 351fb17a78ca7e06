package dev.evenkeel.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineEnvironmentTest {

  private static final Map<String, String> SERVER =
      Map.of(
          "PATH", "/bin",
          "SPRING_DATASOURCE_PASSWORD", "secret",
          "JAVA_TOOL_OPTIONS", "-Dpassword=secret",
          "OMP_NUM_THREADS", "16",
          "OPENBLAS_CORETYPE", "Barcelona");

  @Test
  void givesACpuSlotOneThreadAndHidesTheServersSecrets() {
    Map<String, String> environment =
        EngineEnvironment.of(new Device(Device.Kind.CPU, 1), SERVER, Optional.of("Haswell"));

    assertThat(environment)
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("OMP_NUM_THREADS", "1"),
            Map.entry("OMP_WAIT_POLICY", "passive"),
            Map.entry("MALLOC_MMAP_THRESHOLD_", "1048576"),
            Map.entry("MALLOC_ARENA_MAX", "2"),
            Map.entry("OPENBLAS_NUM_THREADS", "1"),
            Map.entry("OPENBLAS_CORETYPE", "Haswell"),
            Map.entry("CUDA_VISIBLE_DEVICES", ""),
            Map.entry("BACKEND_PRIORITY_GPU", "-1"));
  }

  @Test
  void showsACudaEngineItsOwnDeviceOnly() {
    Map<String, String> environment =
        EngineEnvironment.of(new Device(Device.Kind.CUDA, 3), SERVER, Optional.empty());

    assertThat(environment)
        .containsEntry("CUDA_VISIBLE_DEVICES", "3")
        .doesNotContainKeys("OPENBLAS_CORETYPE", "BACKEND_PRIORITY_GPU");
  }

  @Test
  void choosesTheKernelByTheCpusFeatures() {
    assertThat(EngineEnvironment.coreType("model name: x\nflags\t\t: fpu avx2 avx512f\n"))
        .contains("SkylakeX");
    assertThat(EngineEnvironment.coreType("flags\t\t: fpu avx avx2\n")).contains("Haswell");
    assertThat(EngineEnvironment.coreType("flags\t\t: fpu avx avx2x\n")).isEmpty();
    assertThat(EngineEnvironment.coreType("Features : asimd\n")).isEmpty();
  }
}
