package dev.evenkeel.training.stability;

import java.util.EnumMap;
import java.util.Map;

/**
 * Findings that need not be shown again: conditions that last, questions that were answered.
 *
 * <p>Belongs to the training thread.
 */
final class KnownFindings {

  /** A question that was answered by no is asked again when the run is so many times as long. */
  private static final long AGAIN = 3;

  /** Steps without a finding before a condition that lasted counts as over. */
  static final int CLEAR = 20;

  private final Map<Symptom, Long> lasting = new EnumMap<>(Symptom.class);
  private final Map<Symptom, Long> dismissed = new EnumMap<>(Symptom.class);

  /** The iteration in which each condition that lasts was seen last. */
  Map<Symptom, Long> lasting() {
    return new EnumMap<>(lasting);
  }

  /** The iteration from which on each question may be asked again. */
  Map<Symptom, Long> dismissed() {
    return new EnumMap<>(dismissed);
  }

  void restore(Map<Symptom, Long> otherLasting, Map<Symptom, Long> otherDismissed) {
    lasting.clear();
    lasting.putAll(otherLasting);
    dismissed.clear();
    dismissed.putAll(otherDismissed);
  }

  /** One incident for a condition that lasts, not one an iteration. */
  boolean isNew(Finding finding) {
    Long until = dismissed.get(finding.symptom());
    if (until != null && finding.iteration() < until) {
      return false;
    }
    Long seen = lasting.get(finding.symptom());
    if (seen == null) {
      return true;
    }
    lasting.put(finding.symptom(), finding.iteration());
    return finding.iteration() - seen > CLEAR;
  }

  void leave(Finding finding) {
    lasting.put(finding.symptom(), finding.iteration());
  }

  void dismiss(Finding finding) {
    if (finding.symptom() != Symptom.NON_FINITE) {
      dismissed.put(
          finding.symptom(), Math.max(AGAIN * finding.iteration(), finding.iteration() + CLEAR));
    }
  }
}
