package dev.evenkeel.training.repair;

import dev.evenkeel.training.stability.Finding;
import dev.evenkeel.training.stability.Symptom;

/** Says in words what a monitor noticed. */
final class FindingText {

  private FindingText() {}

  static String of(Finding finding, long iteration) {
    String value =
        finding.symptom() == Symptom.NON_FINITE
            ? kind(finding.value())
            : Figures.show(finding.value());
    return finding.symptom().text(iteration, value, Figures.show(finding.limit()));
  }

  private static String kind(double value) {
    if (Double.isNaN(value)) {
      return "A NaN";
    }
    return Double.isInfinite(value) ? "An infinite number" : "A non-finite statistic";
  }
}
