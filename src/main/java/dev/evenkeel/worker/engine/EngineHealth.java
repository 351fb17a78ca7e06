package dev.evenkeel.worker.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Judges from its signs of life whether an engine is to be given up.
 *
 * <p>Thread-safe.
 */
final class EngineHealth {

  private final EngineSettings limits;
  private final LongSupplier nanoTime;
  private final long launched;
  private boolean ready;
  private boolean training;
  private boolean serverIsBehind;
  private long heard;
  private long moved;
  private long progress;

  EngineHealth(EngineSettings limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.launched = nanoTime.getAsLong();
  }

  synchronized void ready() {
    ready = true;
    heard();
  }

  synchronized void heard() {
    heard = nanoTime.getAsLong();
  }

  synchronized void heartbeat(long progressNow) {
    heard();
    if (progressNow != progress) {
      progress = progressNow;
      moved = heard;
    }
  }

  synchronized void trainingBegan() {
    training = true;
    moved = nanoTime.getAsLong();
  }

  synchronized void trainingEnded() {
    training = false;
  }

  /** While the server takes no more events, an engine that waits is not to blame. */
  synchronized void serverIsBehind(boolean behind) {
    if (serverIsBehind && !behind) {
      heard();
      moved = heard;
    }
    serverIsBehind = behind;
  }

  /** Why the engine is to be killed, if it is. */
  synchronized Optional<String> complaint(long residentBytes) {
    if (residentBytes > limits.maxResidentBytes().toBytes()) {
      return Optional.of(
          "The engine used %d MB of memory; the limit is %d MB (evenkeel.engine.max-resident-bytes)."
              .formatted(residentBytes >> 20, limits.maxResidentBytes().toMegabytes()));
    }
    if (!ready) {
      return overdue(launched, limits.startTimeout(), "The engine was not ready within %d s.");
    }
    if (serverIsBehind) {
      return Optional.empty();
    }
    return overdue(heard, limits.heartbeatTimeout(), "The engine was not heard of for %d s.")
        .or(() -> hang());
  }

  private Optional<String> hang() {
    return training
        ? overdue(moved, limits.hangTimeout(), "The engine hung: no progress for %d s.")
        : Optional.empty();
  }

  private Optional<String> overdue(long since, Duration limit, String message) {
    return nanoTime.getAsLong() - since > limit.toNanos()
        ? Optional.of(message.formatted(limit.toSeconds()))
        : Optional.empty();
  }
}
