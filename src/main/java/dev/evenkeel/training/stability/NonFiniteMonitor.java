package dev.evenkeel.training.stability;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reports a loss, gradient or running statistic that is not a finite number. */
public final class NonFiniteMonitor implements StabilityMonitor {

  /** Parameters that grew this much did not get there by learning. */
  private static final double RUNAWAY_GROWTH = 100;

  /** A loss this many times the first one was on its way out. */
  private static final double RUNAWAY_LOSS = 10;

  @Override
  public Optional<Finding> inspect(StepMetrics step) {
    if (Double.isFinite(step.loss())
        && Double.isFinite(step.gradientNorm())
        && step.statisticsFinite()) {
      return Optional.empty();
    }
    double value = Double.isFinite(step.loss()) ? step.gradientNorm() : step.loss();
    return Optional.of(
        new Finding(
            Symptom.NON_FINITE,
            Severity.CRITICAL,
            step.iteration(),
            onlyLayer(step.layerGradientNorms()),
            value,
            Double.MAX_VALUE));
  }

  /** The layer that it came from, where it did not spread to all of them. */
  private static int onlyLayer(double[] norms) {
    int first = -1;
    int count = 0;
    for (int layer = 0; layer < norms.length; layer++) {
      if (!Double.isFinite(norms[layer])) {
        first = count++ == 0 ? layer : first;
      }
    }
    return count < norms.length ? first : -1;
  }

  @Override
  public Diagnosis diagnose(Finding finding, StepEvidence evidence) {
    if (evidence.nonFiniteCount() > 0) {
      return nonFiniteData(finding, evidence);
    }
    // Parameters may start at 0, from where any growth is infinite.
    double growth = evidence.parameterNorm() / Math.max(1, evidence.initialParameterNorm());
    if (!Double.isFinite(evidence.parameterNorm()) || growth > RUNAWAY_GROWTH) {
      return rateTooHigh(
          finding,
          evidence,
          0.9,
          "The parameters had grown from a norm of %s to %s."
              .formatted(show(evidence.initialParameterNorm()), show(evidence.parameterNorm())));
    }
    if (evidence.previousLoss() > RUNAWAY_LOSS * evidence.firstLoss()) {
      return rateTooHigh(
          finding,
          evidence,
          0.7,
          "The loss had risen from %s to %s."
              .formatted(show(evidence.firstLoss()), show(evidence.previousLoss())));
    }
    return new Diagnosis(
        Cause.UNKNOWN,
        0.3,
        numbers(finding, evidence),
        "%s Inputs (up to %s) and parameters (norm %s) are finite."
            .formatted(what(finding), show(evidence.batchMaxAbs()), show(evidence.parameterNorm())),
        "Check the output layer and its loss, standardize the inputs, and try a smaller learning rate.");
  }

  private static Diagnosis nonFiniteData(Finding finding, StepEvidence evidence) {
    Map<String, Object> numbers = numbers(finding, evidence);
    numbers.put("rows", Arrays.stream(evidence.nonFiniteRows()).boxed().toList());
    String rows =
        Arrays.stream(evidence.nonFiniteRows())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    boolean all = evidence.nonFiniteCount() == evidence.nonFiniteRows().length;
    return new Diagnosis(
        Cause.NON_FINITE_DATA,
        0.98,
        numbers,
        "%s The batch holds %d rows with missing or non-finite cells: %s%s (counted from 0)."
            .formatted(what(finding), evidence.nonFiniteCount(), rows, all ? "" : ", …"),
        "Repair these rows, or set preprocessing.missing to mean or drop.");
  }

  private static Diagnosis rateTooHigh(
      Finding finding, StepEvidence evidence, double confidence, String sign) {
    return new Diagnosis(
        Cause.LEARNING_RATE_TOO_HIGH,
        confidence,
        numbers(finding, evidence),
        "%s %s The learning rate is %s."
            .formatted(what(finding), sign, show(evidence.learningRate())),
        "Lower training.optimizer.learning_rate, to a tenth for a start, or clip the gradient.");
  }

  private static String what(Finding finding) {
    return "A %s appeared in the loss or gradient of iteration %d."
        .formatted(
            Double.isNaN(finding.value())
                ? "NaN"
                : Double.isInfinite(finding.value()) ? "infinite number" : "non-finite statistic",
            finding.iteration());
  }

  private static Map<String, Object> numbers(Finding finding, StepEvidence evidence) {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("value", finite(finding.value()));
    numbers.put("learning_rate", finite(evidence.learningRate()));
    numbers.put("batch_max_abs", finite(evidence.batchMaxAbs()));
    numbers.put("parameter_norm", finite(evidence.parameterNorm()));
    numbers.put("previous_loss", finite(evidence.previousLoss()));
    return numbers;
  }

  /** Null for what is no finite number: evidence goes into JSON. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
