package dev.evenkeel.training;

import java.util.Map;
import java.util.Objects;

/** What the bits of a training depend on whatever computes its network. */
public final class ProcessFacts {

  private ProcessFacts() {}

  /** Of this process, the same for every run in it. */
  public static Map<String, String> all() {
    return Map.of(
        "java", System.getProperty("java.version"),
        "os", System.getProperty("os.name"),
        "arch", System.getProperty("os.arch"),
        "evenkeel", version());
  }

  /** The version of this software. */
  public static String version() {
    return Objects.requireNonNullElse(
        ProcessFacts.class.getPackage().getImplementationVersion(), "development");
  }
}
