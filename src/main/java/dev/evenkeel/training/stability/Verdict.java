package dev.evenkeel.training.stability;

/** The judgement on a whole run. */
public enum Verdict {
  /** No incident of severity warning or above. */
  HEALTHY,
  RECOVERED,
  UNSTABLE,
  /** Nobody looked: mode {@code off}. */
  UNWATCHED
}
