package dev.evenkeel.worker.engine;

import dev.evenkeel.engine.EngineCommand;
import dev.evenkeel.engine.EngineEvent;
import dev.evenkeel.training.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run in progress on an engine: its events, in order, and the engine's death.
 *
 * <p>One thread puts, one takes.
 */
public final class EngineRun implements AutoCloseable {

  /** The engine, as far as a run needs it. */
  public interface Controls {

    void send(EngineCommand command);

    void release(EngineRun ended);
  }

  private static final int CAPACITY = 256;

  private final String name;
  private final Controls engine;
  private final BlockingQueue<EngineEvent> events = new ArrayBlockingQueue<>(CAPACITY);
  private volatile @Nullable String death;
  private volatile boolean closed;
  private volatile boolean over;

  public EngineRun(String name, Controls engine) {
    this.name = name;
    this.engine = engine;
  }

  /** False where there is no room just now. */
  public boolean offer(EngineEvent event) {
    return closed || events.offer(event);
  }

  /** Waits for room, or for the run's owner to lose interest. */
  void put(EngineEvent event) {
    try {
      boolean taken = false;
      while (!closed && !taken) {
        taken = events.offer(event, 100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void engineDied(String reason) {
    death = reason;
  }

  /**
   * Collects what happens within the time given; returns early when something comes up that nobody
   * should wait for.
   */
  public List<EngineEvent> collect(Duration time) throws InterruptedException {
    List<EngineEvent> collected = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    boolean urgent = false;
    while (!urgent && collected.size() < CAPACITY && death == null) {
      EngineEvent event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        return collected;
      }
      collected.add(event);
      urgent = isUrgent(event);
    }
    if (death != null) {
      events.drainTo(collected, CAPACITY);
    }
    return collected;
  }

  private boolean isUrgent(EngineEvent event) {
    boolean last = event instanceof EngineEvent.Finished || event instanceof EngineEvent.Failed;
    over |= last;
    return last
        || event instanceof EngineEvent.Started
        || event instanceof EngineEvent.IncidentReported;
  }

  /** Why the engine died, once everything that it said before is taken. */
  public Optional<String> death() {
    return events.isEmpty() ? Optional.ofNullable(death) : Optional.empty();
  }

  boolean isOver() {
    return over;
  }

  public void stop(StopReason reason) {
    engine.send(new EngineCommand.Stop(name, reason));
  }

  @Override
  public void close() {
    closed = true;
    engine.release(this);
  }
}
