package dev.evenkeel.worker;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.worker.engine.Device;
import dev.evenkeel.worker.engine.Engine;
import dev.evenkeel.worker.engine.EngineLauncher;
import dev.evenkeel.worker.engine.EngineRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one device's engine alive: starts it, watches it, starts the next one when it has died;
 * more and more slowly while none gets ready.
 *
 * <p>Thread-safe.
 */
final class Worker implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final long TICK_MILLIS = 1_000;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Device device;
  private final EngineLauncher launcher;
  private final WorkerMetrics metrics;
  private @Nullable Engine engine;
  private @Nullable UUID jobId;
  private boolean restarting;
  private boolean closed;
  private int failedStarts;

  Worker(Device device, EngineLauncher launcher, WorkerMetrics metrics) {
    this.device = device;
    this.launcher = launcher;
    this.metrics = metrics;
  }

  String name() {
    return device.name();
  }

  /** The life of a thread. */
  @Override
  public void run() {
    try {
      while (!isClosed()) {
        engineDied(oneEngine());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private String oneEngine() throws InterruptedException {
    Engine current;
    try {
      current = launcher.launch(device);
    } catch (IOException e) {
      return "The engine could not be started: " + e.getMessage();
    }
    if (!accept(current)) {
      current.kill("The server stopped.");
    }
    Optional<String> death = current.deathWithin(TICK_MILLIS);
    while (death.isEmpty()) {
      current.watch();
      death = current.deathWithin(TICK_MILLIS);
    }
    failedStarts = current.wasReady() ? 0 : failedStarts + 1;
    return death.get();
  }

  private synchronized boolean accept(Engine launched) {
    engine = launched;
    return !closed;
  }

  private synchronized void engineDied(String reason) throws InterruptedException {
    engine = null;
    restarting = true;
    if (closed) {
      return;
    }
    LOG.warn("Worker {} restarts its engine. {}", name(), reason);
    metrics.engineRestarted(name());
    long pause = failedStarts == 0 ? 0 : Math.min(1L << failedStarts, LONGEST_PAUSE.toSeconds());
    if (pause > 0) {
      wait(pause * 1_000);
    }
  }

  /** Reserves the worker for a job, if it has a warm engine and no other job. */
  synchronized boolean reserve(UUID job) {
    if (closed || jobId != null || engine == null || !engine.isReady()) {
      return false;
    }
    jobId = job;
    return true;
  }

  synchronized void release() {
    jobId = null;
  }

  /** Begins a run on the engine that {@link #reserve} found, or on its successor. */
  Optional<EngineRun> train(EngineCommand.Train order) {
    Engine current;
    synchronized (this) {
      current = engine;
    }
    return current == null || !current.isReady()
        ? Optional.empty()
        : Optional.of(current.train(order));
  }

  synchronized WorkerView view() {
    Engine current = engine;
    return new WorkerView(
        name(),
        state(),
        jobId,
        current == null ? null : current.heardAt().orElse(null),
        current == null ? null : new WorkerView.EngineView(current.pid(), current.residentBytes()));
  }

  private WorkerState state() {
    if (jobId != null) {
      return WorkerState.TRAINING;
    }
    if (engine != null && engine.isReady()) {
      return WorkerState.IDLE;
    }
    return restarting ? WorkerState.RESTARTING : WorkerState.STARTING;
  }

  /** Takes no further job and starts no further engine. */
  synchronized void retire() {
    closed = true;
    notifyAll();
  }

  /** Ends the engine for good. */
  synchronized void close() {
    retire();
    if (engine != null) {
      engine.kill("The server stopped.");
    }
  }
}
