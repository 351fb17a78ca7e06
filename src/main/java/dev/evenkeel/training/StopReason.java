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

  /** Whether the run did what was asked of it. */
  public boolean isSuccess() {
    return switch (this) {
      case COMPLETED, EARLY_STOPPED, CONVERGED -> true;
      case DIVERGED, CANCELLED, TIMED_OUT, WORKER_LOST, ERROR -> false;
    };
  }
}
