package dev.evenkeel.training;

/** Why a run ended. */
public enum StopReason {
  COMPLETED,
  EARLY_STOPPED,
  CONVERGED,
  DIVERGED,
  CANCELLED,
  TIMED_OUT,
  WORKER_LOST,
  ERROR;

  /** Whether somebody ended the run from outside. */
  public boolean isAskedFor() {
    return switch (this) {
      case CANCELLED, TIMED_OUT -> true;
      case COMPLETED, EARLY_STOPPED, CONVERGED, DIVERGED, WORKER_LOST, ERROR -> false;
    };
  }

  /** Whether the run did what was asked of it. */
  public boolean isSuccess() {
    return switch (this) {
      case COMPLETED, EARLY_STOPPED, CONVERGED -> true;
      case DIVERGED, CANCELLED, TIMED_OUT, WORKER_LOST, ERROR -> false;
    };
  }
}
