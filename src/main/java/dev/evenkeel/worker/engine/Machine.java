package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this machine has to train with.
 *
 * @param cores processors that this process may use
 * @param cudaBackend whether ND4J's CUDA backend is on the class path (Maven profile {@code cuda})
 * @param cudaDevices devices that the NVIDIA driver lists
 */
public record Machine(int cores, boolean cudaBackend, int cudaDevices) {

  private static final String CUDA_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";
  private static final Path DRIVER_LIST = Path.of("/proc/driver/nvidia/gpus");

  public static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        Machine.class.getClassLoader().getResource(CUDA_BACKEND) != null,
        countDevices());
  }

  private static int countDevices() {
    if (!Files.isDirectory(DRIVER_LIST)) {
      return 0;
    }
    try (Stream<Path> devices = Files.list(DRIVER_LIST)) {
      return (int) devices.count();
    } catch (IOException e) {
      return 0;
    }
  }
}
