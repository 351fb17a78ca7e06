package dev.evenkeel.job;

import java.util.UUID;

/**
 * One try at a job. Every write of a worker names it: a worker that was declared dead cannot
 * overwrite its successor.
 *
 * @param number counts from 1
 */
public record Attempt(UUID jobId, int number) {

  /** The name that engine messages carry. */
  public String run() {
    return jobId + "/" + number;
  }
}
