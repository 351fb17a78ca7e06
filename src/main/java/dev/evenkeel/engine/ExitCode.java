package dev.evenkeel.engine;

import java.util.Optional;

/** How an engine process ends, as its server reads it. */
public enum ExitCode {
  DONE(0, "The engine ended."),
  /** What {@code -XX:+ExitOnOutOfMemoryError} ends with: the Java heap is full. */
  HEAP_FULL(3, "The engine ran out of heap (evenkeel.engine.heap)."),
  /** An allocation outside the heap failed. */
  OUT_OF_MEMORY(12, "The engine ran out of memory."),
  WARM_UP_FAILED(13, "The engine could not load its native libraries; its log says why."),
  SERVER_GONE(14, "The engine lost its server.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }

  public static Optional<ExitCode> of(int code) {
    for (ExitCode known : values()) {
      if (known.code == code) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }
}
