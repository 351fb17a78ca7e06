package dev.evenkeel.job;

import java.util.UUID;

/**
 * Where accepted jobs wait for a worker. Called inside the transaction that changes the job, and
 * joins it: job and queue entry become visible together or not at all.
 */
public interface JobQueue {

  /** Lets a worker pick the job up as soon as one is free; higher priorities go first. */
  void enqueue(UUID jobId, int priority);

  /** Moves a waiting job; one that is no longer waiting is left alone. */
  void reprioritize(UUID jobId, int priority);
}
