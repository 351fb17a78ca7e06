package dev.evenkeel.training.stability;

/** What a monitor saw. */
public enum Symptom {
  NON_FINITE(Severity.CRITICAL, "%2$s appeared in the loss or gradient of iteration %1$d."),
  EXPLODING_GRADIENT(
      Severity.CRITICAL,
      "The gradient norm reached %2$s in iteration %1$d; the run's own past allows %3$s."),
  OVERSIZED_UPDATE(
      Severity.CRITICAL,
      "By iteration %1$d updates were %2$s times as long as the layer's parameters.",
      true),
  HIGH_LOSS(
      Severity.CRITICAL,
      "By iteration %1$d the loss stood at %2$s, above twice what a constant answer reaches (%3$s)."),
  DEAD_UNITS(
      Severity.CRITICAL,
      "By iteration %1$d a share of %2$s of the layer's units answered 0 to whole batches.",
      true),
  SATURATED_UNITS(
      Severity.CRITICAL,
      "By iteration %1$d a share of %2$s of the layer's activations stood at their bounds.",
      true),
  RELAPSE(
      Severity.CRITICAL,
      "By iteration %1$d the loss had risen back to %2$s (limit %3$s): most of what was learned is lost."),
  NOT_LEARNING(
      Severity.WARNING,
      "By iteration %1$d the loss was still %2$s; it should have been below %3$s by then."),
  OSCILLATION(
      Severity.WARNING,
      "Over ten epochs up to iteration %1$d the loss bounced by %2$s an epoch (limit %3$s)."),
  MINORITY_COLLAPSE(
      Severity.WARNING, "By iteration %1$d the rarest class had a recall of %2$s (limit %3$s)."),
  /** A gradient of exactly 0: nothing will ever change. */
  ZERO_GRADIENT(
      Severity.CRITICAL,
      "Up to iteration %1$d the gradient was exactly 0: nothing the network answers depends on its weights."),
  /** At its end the run has less to show than it should. */
  POOR_OUTCOME(Severity.WARNING, "At the end of the run:"),
  SUSPICIOUS_SPEC(Severity.WARNING, "Before the first iteration:");

  private final Severity severity;
  private final String text;
  private final boolean harmlessWhileLearning;

  Symptom(Severity severity, String text) {
    this(severity, text, false);
  }

  /**
   * @param text with the iteration, the value that was seen and its limit, in this order
   */
  Symptom(Severity severity, String text, boolean harmlessWhileLearning) {
    this.severity = severity;
    this.text = text;
    this.harmlessWhileLearning = harmlessWhileLearning;
  }

  /** How bad it is, where nothing else is known. */
  public Severity severity() {
    return severity;
  }

  /** Says it in words. */
  public String text(long iteration, String value, String limit) {
    return text.formatted(iteration, value, limit);
  }

  /** Whether it is nothing to mend in a run that learns all the same. */
  public boolean isHarmlessWhileLearning() {
    return harmlessWhileLearning;
  }
}
