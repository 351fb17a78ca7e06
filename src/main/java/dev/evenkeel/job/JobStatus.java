package dev.evenkeel.job;

import java.util.Locale;

/**
 * Where a job stands, and where it can go from there.
 *
 * <pre>
 * queued ──► running ──► succeeded | failed | cancelled
 *   ▲  │       │ ▲
 *   │  │       │ └── paused ◄── pausing ◄── running
 *   │  │       ├──► cancelling ──► cancelled | succeeded | failed
 *   │  │       └──► queued           its engine died: it is to be tried again
 *   │  └──────► cancelled | failed   nothing has run yet
 *   └── paused
 * </pre>
 */
public enum JobStatus {
  QUEUED,
  RUNNING,
  PAUSING,
  PAUSED,
  CANCELLING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing happens to the job any more. */
  public boolean isTerminal() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED -> true;
      case QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING -> false;
    };
  }

  /** Whether a worker holds the job. */
  boolean isHeld() {
    return switch (this) {
      case RUNNING, PAUSING, CANCELLING -> true;
      case QUEUED, PAUSED, SUCCEEDED, FAILED, CANCELLED -> false;
    };
  }

  boolean canBecome(JobStatus next) {
    return switch (this) {
      case QUEUED -> next == RUNNING || next == CANCELLED || next == FAILED;
      case RUNNING -> next != PAUSED;
      case PAUSING -> next == PAUSED || next == CANCELLING || next == QUEUED || next.isTerminal();
      case PAUSED -> next == QUEUED || next == CANCELLED;
      case CANCELLING -> next.isTerminal();
      case SUCCEEDED, FAILED, CANCELLED -> false;
    };
  }

  public static JobStatus of(String json) {
    return valueOf(json.toUpperCase(Locale.ROOT));
  }

  /** The name that clients and the database see. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
