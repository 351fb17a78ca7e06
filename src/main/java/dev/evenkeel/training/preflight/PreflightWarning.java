package dev.evenkeel.training.preflight;

import dev.evenkeel.training.plan.layers.PlanFault;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Severity;
import dev.evenkeel.training.stability.SpecChange;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Something about a spec and its data that bodes ill, found before the first step.
 *
 * @param severity warning where it is certain enough to be changed before a step is paid for; info
 *     where the run itself must show
 * @param advice what the user should change in the request
 * @param fix the changes that cure it; empty for an info, and where only the user can
 */
public record PreflightWarning(
    String pointer,
    Cause cause,
    Severity severity,
    Map<String, Object> evidence,
    String message,
    String advice,
    List<SpecChange> fix) {

  public PreflightWarning {
    fix = List.copyOf(fix);
  }

  /** What is certain comes with a fix. */
  static PreflightWarning of(
      String pointer,
      Cause cause,
      Map<String, Object> evidence,
      String message,
      String advice,
      List<SpecChange> fix) {
    Severity severity = fix.isEmpty() ? Severity.INFO : Severity.WARNING;
    return new PreflightWarning(pointer, cause, severity, evidence, message, advice, fix);
  }

  /** What is certain but for the user alone to mend. */
  static PreflightWarning certain(
      String pointer, Cause cause, Map<String, Object> evidence, String message, String advice) {
    return new PreflightWarning(
        pointer, cause, Severity.WARNING, evidence, message, advice, List.of());
  }

  /** As {@code /jobs/validate} answers it. */
  public PlanFault warning() {
    return new PlanFault(
        pointer,
        cause.name().toLowerCase(Locale.ROOT),
        advice.isEmpty() ? message : message + " " + advice);
  }
}
