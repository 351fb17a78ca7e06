package dev.evenkeel.job.events;

import dev.evenkeel.job.JobEvents;
import dev.evenkeel.job.JobStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Looks after the jobs that somebody waits for: one small query for all of them, twice a second so
 * that changes made by other servers are seen, and at once after a change made by this one.
 *
 * <p>Thread-safe. Watchers are told on the watch's own thread and must hand work on.
 */
@Component
class JobWatch implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
  private static final long TICK_MILLIS = 500;

  private final JdbcClient jdbc;
  private final Map<UUID, Set<Watcher>> watchers = new ConcurrentHashMap<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile @Nullable ScheduledExecutorService clockwork;

  JobWatch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Somebody who waits. */
  interface Watcher {

    /**
     * Told at every look.
     *
     * @param pulse empty where the job is gone
     */
    void look(Optional<Pulse> pulse);

    /** The server is going down. */
    void shutDown();
  }

  /** What a look shows of a job. */
  record Pulse(JobStatus status, long lastEvent) {}

  private record Row(UUID id, String status, long lastEvent) {}

  void add(UUID jobId, Watcher watcher) {
    watchers.compute(
        jobId,
        (id, present) -> {
          Set<Watcher> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(watcher);
          return all;
        });
    if (!isRunning()) {
      watcher.shutDown();
    }
  }

  void remove(UUID jobId, Watcher watcher) {
    watchers.computeIfPresent(
        jobId,
        (id, present) -> {
          present.remove(watcher);
          return present.isEmpty() ? null : present;
        });
  }

  @TransactionalEventListener(fallbackExecution = true)
  void changed(JobEvents.Appended event) {
    ScheduledExecutorService running = clockwork;
    if (running != null
        && watchers.containsKey(event.jobId())
        && woken.compareAndSet(false, true)) {
      running.execute(this::lookSafely);
    }
  }

  private void lookSafely() {
    woken.set(false);
    try {
      look();
    } catch (RuntimeException e) {
      LOG.warn("Cannot look after watched jobs; trying again", e);
    }
  }

  private void look() {
    UUID[] ids = watchers.keySet().toArray(UUID[]::new);
    if (ids.length == 0) {
      return;
    }
    Map<UUID, Pulse> pulses = new HashMap<>();
    jdbc.sql(
            """
            select j.id, j.status, coalesce((select max(seq) from job_event e where e.job_id = j.id), 0) as last_event
            from training_job j where j.id = any(?)""")
        .param(ids)
        .query(Row.class)
        .list()
        .forEach(row -> pulses.put(row.id(), pulse(row)));
    for (UUID id : ids) {
      Optional<Pulse> pulse = Optional.ofNullable(pulses.get(id));
      watchers.getOrDefault(id, Set.of()).forEach(watcher -> watcher.look(pulse));
    }
  }

  private static Pulse pulse(Row row) {
    return new Pulse(JobStatus.of(row.status()), row.lastEvent());
  }

  @Override
  public synchronized void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "job-watch");
              thread.setDaemon(true);
              return thread;
            });
    started.scheduleWithFixedDelay(
        this::lookSafely, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    clockwork = started;
  }

  /** Stops before the web server does, so that nobody who waits holds it up. */
  @Override
  public synchronized void stop() {
    ScheduledExecutorService running = clockwork;
    clockwork = null;
    if (running != null) {
      running.shutdownNow();
    }
    watchers.values().forEach(all -> all.forEach(Watcher::shutDown));
  }

  @Override
  public boolean isRunning() {
    return clockwork != null;
  }
}
