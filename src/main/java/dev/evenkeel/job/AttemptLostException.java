package dev.evenkeel.job;

/**
 * The attempt is no longer the job's current one: its worker must drop everything and write nothing
 * more.
 */
public final class AttemptLostException extends RuntimeException {

  public AttemptLostException(Attempt attempt) {
    super(
        "Attempt %d of job %s is no longer current.".formatted(attempt.number(), attempt.jobId()));
  }
}
