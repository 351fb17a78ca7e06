package dev.evenkeel.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Every worker of this server. Their engines are warm before a job asks for one.
 *
 * <p>Thread-safe.
 */
final class Workers {

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final List<Worker> workers;
  private final List<Thread> threads = new ArrayList<>();

  Workers(List<Worker> workers) {
    this.workers = List.copyOf(workers);
  }

  int size() {
    return workers.size();
  }

  List<WorkerView> views() {
    return workers.stream().map(Worker::view).toList();
  }

  long busy() {
    return views().stream().filter(view -> view.state() == WorkerState.TRAINING).count();
  }

  synchronized void start() {
    for (Worker worker : workers) {
      Thread thread = new Thread(worker, "worker-" + worker.name());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Reserves a worker with a warm engine for the job, waiting a while for one. */
  Optional<Worker> reserve(UUID jobId, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<Worker> free = free(jobId);
    while (free.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(LOOK_AGAIN_MILLIS);
      free = free(jobId);
    }
    return free;
  }

  private Optional<Worker> free(UUID jobId) {
    return workers.stream().filter(worker -> worker.reserve(jobId)).findFirst();
  }

  /** Lets what runs go on, but begins nothing new. */
  void retire() {
    workers.forEach(Worker::retire);
  }

  /** Ends every engine. */
  synchronized void stop() {
    workers.forEach(Worker::close);
    for (Thread thread : threads) {
      try {
        thread.join(5_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    threads.clear();
  }
}
