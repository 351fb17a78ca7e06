package dev.evenkeel.worker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the memory that is a process's own: heap and native arrays, not the mapped files of its
 * dataset, which the kernel takes back when it needs to.
 */
final class ResidentMemory {

  private ResidentMemory() {}

  /** In bytes; 0 where the process is gone or cannot be looked into. */
  static long of(long pid) {
    try {
      return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    } catch (IOException e) {
      return 0;
    }
  }

  static long parse(List<String> status) {
    long own = 0;
    for (String line : status) {
      if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
        own += Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    return own;
  }
}
