package dev.evenkeel.training.repair;

import dev.evenkeel.training.stability.Finding;

/** Says in words what a monitor noticed. */
final class FindingText {

  private FindingText() {}

  static String of(Finding finding, long iteration) {
    String value = Figures.show(finding.value());
    String limit = Figures.show(finding.limit());
    return switch (finding.symptom()) {
      case NON_FINITE ->
          "%s appeared in the loss or gradient of iteration %d."
              .formatted(
                  Double.isNaN(finding.value())
                      ? "A NaN"
                      : Double.isInfinite(finding.value())
                          ? "An infinite number"
                          : "A non-finite statistic",
                  iteration);
      case EXPLODING_GRADIENT ->
          "The gradient norm reached %s in iteration %d; the run's own past allows %s."
              .formatted(value, iteration, limit);
      case OVERSIZED_UPDATE ->
          "By iteration %d updates were %s times as long as the layer's parameters."
              .formatted(iteration, value);
      case HIGH_LOSS ->
          "By iteration %d the loss stood at %s, above twice what a constant answer reaches (%s)."
              .formatted(iteration, value, limit);
      case DEAD_UNITS ->
          "By iteration %d a share of %s of the layer's units answered 0 to whole batches."
              .formatted(iteration, value);
      case SATURATED_UNITS ->
          "By iteration %d a share of %s of the layer's activations stood at their bounds."
              .formatted(iteration, value);
      case RELAPSE ->
          "By iteration %d the loss had risen back to %s (limit %s): most of what was learned is lost."
              .formatted(iteration, value, limit);
      case NOT_LEARNING ->
          "By iteration %d the loss was still %s; it should have been below %s by then."
              .formatted(iteration, value, limit);
      case OSCILLATION ->
          "Over ten epochs up to iteration %d the loss bounced by %s an epoch (limit %s)."
              .formatted(iteration, value, limit);
      case MINORITY_COLLAPSE ->
          "By iteration %d the rarest class had a recall of %s (limit %s)."
              .formatted(iteration, value, limit);
      case ZERO_GRADIENT ->
          "Up to iteration %d the gradient was exactly 0: nothing the network answers depends on its weights."
              .formatted(iteration);
      case POOR_OUTCOME -> "At the end of the run:";
      case SUSPICIOUS_SPEC -> "Before the first iteration:";
    };
  }
}
