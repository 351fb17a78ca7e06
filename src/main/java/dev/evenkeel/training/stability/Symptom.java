package dev.evenkeel.training.stability;

/** What a monitor saw. */
public enum Symptom {
  NON_FINITE,
  EXPLODING_GRADIENT,
  OVERSIZED_UPDATE,
  HIGH_LOSS,
  DEAD_UNITS,
  SATURATED_UNITS,
  RELAPSE,
  NOT_LEARNING,
  OSCILLATION,
  MINORITY_COLLAPSE,
  SUSPICIOUS_SPEC
}
