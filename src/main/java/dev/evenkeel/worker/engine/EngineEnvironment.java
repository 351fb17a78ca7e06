package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The environment of an engine process: what native libraries read before they load, and nothing of
 * the server's secrets.
 */
final class EngineEnvironment {

  private static final List<String> INHERITED =
      List.of(
          "PATH",
          "HOME",
          "LANG",
          "LC_ALL",
          "TZ",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "CUDA_HOME",
          "CUDA_PATH");

  private EngineEnvironment() {}

  /**
   * @param inherited the server's own environment
   * @param coreType OpenBLAS kernel, if one is known to fit
   */
  static Map<String, String> of(
      Device device, Map<String, String> inherited, Optional<String> coreType) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : INHERITED) {
      if (inherited.containsKey(name)) {
        environment.put(name, inherited.get(name));
      }
    }
    // More slots, not more threads: two OpenMP threads on two cores are slower in every task.
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("OMP_WAIT_POLICY", "passive");
    environment.put("OPENBLAS_NUM_THREADS", "1");
    // Arrays of a megabyte and more go back to the system when freed, instead of fragmenting
    // glibc's heap.
    environment.put("MALLOC_MMAP_THRESHOLD_", "1048576");
    environment.put("MALLOC_ARENA_MAX", "2");
    coreType.ifPresent(kernel -> environment.put("OPENBLAS_CORETYPE", kernel));
    switch (device.kind()) {
      case CPU -> {
        environment.put("CUDA_VISIBLE_DEVICES", "");
        environment.put("BACKEND_PRIORITY_GPU", "-1");
      }
      case CUDA -> environment.put("CUDA_VISIBLE_DEVICES", Integer.toString(device.index()));
    }
    return environment;
  }

  /** The kernel for this machine's CPU. */
  static Optional<String> coreTypeHere() {
    try {
      return coreType(Files.readString(Path.of("/proc/cpuinfo")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** OpenBLAS 0.3.19 takes a CPU that it does not know for one of 2008, so it is told. */
  static Optional<String> coreType(String cpuinfo) {
    Set<String> flags = new HashSet<>();
    cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .ifPresent(line -> flags.addAll(Arrays.asList(line.split("\\s+"))));
    if (flags.contains("avx512f")) {
      return Optional.of("SkylakeX");
    }
    return flags.contains("avx2") ? Optional.of("Haswell") : Optional.empty();
  }
}
