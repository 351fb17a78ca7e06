package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.dl4j.CudaSupport.Capability;
import dev.evenkeel.training.dl4j.CudaSupport.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks the NVIDIA driver's own tool for the machine's devices, in the order of their slots. */
public final class NvidiaDriver {

  private NvidiaDriver() {}

  /** The devices; none where there is no driver or it doesn't answer. */
  public static List<Device> devices() {
    try {
      Process tool =
          new ProcessBuilder("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return tool.waitFor() == 0 ? parse(answer) : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** Lines such as {@code NVIDIA A100-SXM4-80GB, 8.0}. */
  static List<Device> parse(String lines) {
    return lines.lines().filter(line -> !line.isBlank()).map(NvidiaDriver::device).toList();
  }

  private static Device device(String line) {
    int comma = line.lastIndexOf(',');
    return new Device(
        line.substring(0, comma).strip(), Capability.parse(line.substring(comma + 1)));
  }
}
