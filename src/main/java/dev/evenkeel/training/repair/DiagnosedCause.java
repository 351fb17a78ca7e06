package dev.evenkeel.training.repair;

import dev.evenkeel.training.repair.Checkpoints.Checkpoint;
import dev.evenkeel.training.stability.Cause;
import dev.evenkeel.training.stability.Diagnosis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cause with what was found on the way to it, which its repair can use.
 *
 * @param rows examples that stand out; empty where none do
 * @param rate a learning rate that was found to be better; NaN where none was sought or found
 * @param origin the state that it was found from; null where none was
 */
record DiagnosedCause(
    Diagnosis diagnosis, List<Integer> rows, double rate, @Nullable Checkpoint origin) {

  private static final double LIKELY = 0.6;

  private static final double CERTAIN = 0.8;

  static DiagnosedCause of(Cause cause, double confidence, String message, String advice) {
    return new DiagnosedCause(
        new Diagnosis(cause, confidence, Map.of(), message, advice), List.of(), Double.NaN, null);
  }

  static DiagnosedCause unknown(String message) {
    return of(
        Cause.UNKNOWN,
        0.3,
        message,
        "Look at the data, the output layer and its loss, and the initial weights.");
  }

  Cause cause() {
    return diagnosis.cause();
  }

  double confidence() {
    return diagnosis.confidence();
  }

  /** Whether the evidence is good enough to act upon where nobody has complained. */
  boolean isCertain() {
    return confidence() >= CERTAIN;
  }

  /** Adds a number to the evidence; null in its place where it is not finite. */
  DiagnosedCause with(String name, double value) {
    return withEvidence(name, Double.isFinite(value) ? value : null);
  }

  DiagnosedCause withRows(SuspectRows.Rows found) {
    return new DiagnosedCause(
        withEvidence("rows", found.shown())
            .withEvidence("rows_in_all", found.rows().size())
            .diagnosis,
        found.rows(),
        rate,
        origin);
  }

  DiagnosedCause withRate(double better) {
    return new DiagnosedCause(diagnosis, rows, better, origin);
  }

  DiagnosedCause withOrigin(Checkpoint from) {
    return new DiagnosedCause(diagnosis, rows, rate, from);
  }

  /** Whether the trial of the better rate came below a loss. */
  boolean trialLossBelow(double limit) {
    return diagnosis.evidence().get("rehearsed_loss") instanceof Double loss && loss < limit;
  }

  /** The same evidence for a cause that is likely where nothing else was found. */
  DiagnosedCause or(Cause likely) {
    return cause() != Cause.UNKNOWN
        ? this
        : new DiagnosedCause(
            new Diagnosis(
                likely, LIKELY, diagnosis.evidence(), diagnosis.message(), diagnosis.advice()),
            rows,
            rate,
            origin);
  }

  private DiagnosedCause withEvidence(String name, @Nullable Object value) {
    Map<String, Object> evidence = new LinkedHashMap<>(diagnosis.evidence());
    evidence.put(name, value);
    return new DiagnosedCause(
        new Diagnosis(
            diagnosis.cause(),
            diagnosis.confidence(),
            evidence,
            diagnosis.message(),
            diagnosis.advice()),
        rows,
        rate,
        origin);
  }
}
