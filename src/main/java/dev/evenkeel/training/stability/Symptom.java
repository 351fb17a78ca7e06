package dev.evenkeel.training.stability;

/** What a monitor saw. */
public enum Symptom {
  NON_FINITE(Severity.CRITICAL),
  EXPLODING_GRADIENT(Severity.CRITICAL),
  OVERSIZED_UPDATE(Severity.CRITICAL),
  HIGH_LOSS(Severity.CRITICAL),
  DEAD_UNITS(Severity.CRITICAL),
  SATURATED_UNITS(Severity.CRITICAL),
  RELAPSE(Severity.CRITICAL),
  NOT_LEARNING(Severity.WARNING),
  OSCILLATION(Severity.WARNING),
  MINORITY_COLLAPSE(Severity.WARNING),
  /** A gradient of exactly 0: nothing will ever change. */
  ZERO_GRADIENT(Severity.CRITICAL),
  /** At its end the run has less to show than it should. */
  POOR_OUTCOME(Severity.WARNING),
  SUSPICIOUS_SPEC(Severity.WARNING);

  private final Severity severity;

  Symptom(Severity severity) {
    this.severity = severity;
  }

  /** How bad it is, where nothing else is known. */
  public Severity severity() {
    return severity;
  }
}
