package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.training.dl4j.CudaSupport.Capability;
import dev.evenkeel.training.dl4j.CudaSupport.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CudaDevicesTest {

  @Test
  void readsWhatTheDriverPrints() {
    assertThat(CudaDevices.parse("NVIDIA A10, 8.6\nNVIDIA H100 80GB HBM3, 9.0\n\n"))
        .containsExactly(
            new Device("NVIDIA A10", new Capability(8, 6)),
            new Device("NVIDIA H100 80GB HBM3", new Capability(9, 0)));
    assertThat(CudaDevices.parse("")).isEmpty();
  }

  @Test
  void asksNothingForACpuSlot() {
    assertThatCode(() -> CudaDevices.check(Map.of("CUDA_VISIBLE_DEVICES", "")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesACudaDeviceInABuildWithoutItsBackend() {
    assertThatThrownBy(() -> CudaDevices.check(Map.of("CUDA_VISIBLE_DEVICES", "1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("cuda:1 was asked for, but this build has no CUDA backend.");
  }
}
