package dev.evenkeel.worker.engine;

import dev.evenkeel.engine.EngineChannel;
import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.engine.ExitCode;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine process from launch to death. Whatever goes wrong with it ends the same way: it is
 * killed, and its death carries the reason.
 *
 * <p>Thread-safe.
 */
public final class Engine implements EngineRun.Controls {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int SIGNALLED = 128;

  private final Process process;
  private final ServerSocketChannel listening;
  private final EngineHealth health;
  private final CompletableFuture<String> death = new CompletableFuture<>();
  private final AtomicReference<String> killReason = new AtomicReference<>();
  private volatile @Nullable EngineChannel channel;
  private volatile @Nullable EngineRun run;
  private volatile @Nullable Instant heardAt;
  private volatile boolean ready;
  private volatile long residentBytes;

  Engine(Process process, ServerSocketChannel listening, EngineHealth health) {
    this.process = process;
    this.listening = listening;
    this.health = health;
    // A process that dies before it connects must not leave us waiting for it.
    process.onExit().thenRun(this::stopListening);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isReady() {
    return ready && !death.isDone();
  }

  public boolean wasReady() {
    return ready;
  }

  public Optional<Instant> heardAt() {
    return Optional.ofNullable(heardAt);
  }

  public long residentBytes() {
    return residentBytes;
  }

  /** Reads the engine's events until it is dead; the life of a thread. */
  void listen(Path socket) {
    try (EngineChannel connected = new EngineChannel(listening.accept())) {
      channel = connected;
      stopListening();
      Files.deleteIfExists(socket);
      for (EngineEvent event = connected.readEvent();
          event != null;
          event = connected.readEvent()) {
        hear(event);
      }
    } catch (IOException e) {
      LOG.debug("Engine {} cannot be heard any more: {}", pid(), e.toString());
    }
    bury(socket);
  }

  private void hear(EngineEvent event) {
    heardAt = Instant.now();
    if (event instanceof EngineEvent.Heartbeat heartbeat) {
      health.heartbeat(heartbeat.iteration());
    } else if (event instanceof EngineEvent.Ready) {
      health.ready();
      ready = true;
    } else {
      health.heard();
      handOver(event);
    }
  }

  private void handOver(EngineEvent event) {
    EngineRun current = run;
    if (current != null && !current.offer(event)) {
      health.serverIsBehind(true);
      current.put(event);
      health.serverIsBehind(false);
    }
  }

  private void bury(Path socket) {
    process.destroyForcibly();
    try {
      String reason = reason(process.waitFor());
      Files.deleteIfExists(socket);
      death.complete(reason);
    } catch (InterruptedException | IOException e) {
      death.complete("The engine ended.");
    }
  }

  private String reason(int exitCode) {
    String killed = killReason.get();
    if (killed != null) {
      return killed;
    }
    return ExitCode.of(exitCode)
        .map(ExitCode::meaning)
        .orElseGet(
            () ->
                exitCode > SIGNALLED
                    ? "The engine was killed by signal %d.".formatted(exitCode - SIGNALLED)
                    : "The engine ended with exit code %d.".formatted(exitCode));
  }

  /** Looks at the signs of life; kills the engine that has none. To be called every second. */
  public void watch() {
    residentBytes = ResidentMemory.of(pid());
    health.complaint(residentBytes).ifPresent(this::kill);
  }

  /** Waits a while for the engine's death and answers its reason. */
  public Optional<String> deathWithin(long millis) throws InterruptedException {
    try {
      return Optional.of(death.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Orders a run; the engine must be ready and without one. */
  public EngineRun train(EngineCommand.Order order) {
    EngineRun begun = new EngineRun(order.run(), this);
    run = begun;
    health.trainingBegan();
    death.thenAccept(begun::engineDied);
    send(order);
    return begun;
  }

  /** The run's owner is done with it; one that was not over takes the engine with it. */
  @Override
  public void release(EngineRun ended) {
    run = null;
    health.trainingEnded();
    if (!ended.isOver()) {
      kill("The engine's job was taken away.");
    }
  }

  @Override
  public void send(EngineCommand command) {
    EngineChannel connected = channel;
    try {
      if (connected == null) {
        throw new IOException("not connected");
      }
      connected.send(command);
    } catch (IOException e) {
      kill("The engine could not be reached.");
    }
  }

  /** Ends the process at once; the first reason given is the one that counts. */
  public void kill(String reason) {
    killReason.compareAndSet(null, reason);
    process.destroyForcibly();
  }

  private void stopListening() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("A socket could not be closed: {}", e.toString());
    }
  }
}
