package dev.evenkeel.training.stability;

/** How bad an incident is. */
public enum Severity {
  /** Noted, harmless. */
  INFO,
  WARNING,
  CRITICAL
}
