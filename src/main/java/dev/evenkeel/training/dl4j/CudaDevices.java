package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.dl4j.CudaSupport.Capability;
import dev.evenkeel.training.dl4j.CudaSupport.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Refuses a CUDA device that the native library would crash on, before that library is loaded. */
final class CudaDevices {

  private static final List<String> QUERY =
      List.of("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader");

  private CudaDevices() {}

  /**
   * @param environment names the engine's device in {@code CUDA_VISIBLE_DEVICES}; empty for a CPU
   * @throws IllegalStateException where the device can't train
   */
  static void check(Map<String, String> environment) {
    String index = environment.getOrDefault("CUDA_VISIBLE_DEVICES", "");
    if (!index.isEmpty()) {
      new CudaSupport(CudaSupport.isBackendPresent(), CudaDevices::present)
          .refusal(Integer.parseInt(index))
          .ifPresent(
              reason -> {
                throw new IllegalStateException(reason);
              });
    }
  }

  private static List<Device> present() {
    try {
      Process query = new ProcessBuilder(QUERY).start();
      return parse(new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("nvidia-smi cannot be run, so no CUDA device is known.", e);
    }
  }

  /** One device a line: {@code NVIDIA A10, 8.6}. */
  static List<Device> parse(String answer) {
    return answer.lines().filter(line -> !line.isBlank()).map(CudaDevices::device).toList();
  }

  private static Device device(String line) {
    int comma = line.lastIndexOf(',');
    return new Device(
        line.substring(0, comma).strip(), Capability.parse(line.substring(comma + 1)));
  }
}
