package dev.evenkeel.training.stability;

/** What became of an incident. */
public enum Outcome {
  PENDING,
  RECOVERED,
  RECURRED,
  GAVE_UP,
  NOT_ACTED
}
