package dev.evenkeel.training.preflight;

import dev.evenkeel.training.data.DataFacts;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import java.util.List;
import java.util.Map;

/** Finds examples that are sorted by what is to be learned, and not shuffled. */
final class OrderChecks {

  /** Of the variety of classes. */
  private static final double HALF = 0.5;

  /** Neighbours that differ by less than that share of the whole variance are sorted. */
  private static final double ALIKE = 0.1;

  private final TrainingSpec spec;
  private final int[] labels;
  private final float[] values;
  private final int classes;
  private final int size;

  OrderChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    PresentRows present = new PresentRows(spec, facts);
    labels = present.labels();
    classes = PresentRows.counts(labels).length;
    values = present.values();
    size = spec.training().batchSize();
  }

  List<PreflightWarning> found() {
    boolean ordered =
        !spec.training().shuffle() && !spec.training().optimizer().type().isFullBatch();
    if (!ordered || size < 2) {
      return List.of();
    }
    return labels.length >= 3 * size
        ? ofClasses()
        : values.length >= 3 * size ? ofNumbers() : List.of();
  }

  private List<PreflightWarning> ofClasses() {
    double share = withinBatches(labels.length, this::impurity);
    return share < HALF
        ? List.of(
            sorted(
                Map.of("variety_within_batches", share),
                "The examples are sorted by class and not shuffled: a batch shows %s of the variety of classes."
                    .formatted(Figures.percent(share))))
        : List.of();
  }

  private List<PreflightWarning> ofNumbers() {
    double share = withinBatches(values.length, this::variance);
    return share < ALIKE
        ? List.of(
            sorted(
                Map.of("variance_within_batches", share),
                "The examples are sorted by their target and not shuffled: a batch shows %s of the variance."
                    .formatted(Figures.percent(share))))
        : List.of();
  }

  /** How far examples from one place up to another spread. */
  private interface Spread {

    double of(int from, int to);
  }

  /** The mean spread of a batch as a share of that of all; infinite where all are the same. */
  private double withinBatches(int count, Spread spread) {
    int batches = count / size;
    double within = 0;
    for (int b = 0; b < batches; b++) {
      within += spread.of(b * size, (b + 1) * size) / batches;
    }
    double whole = spread.of(0, count);
    return whole > 0 ? within / whole : Double.POSITIVE_INFINITY;
  }

  /** Gini's: how likely two examples are of different classes. */
  private double impurity(int from, int to) {
    long[] counts = new long[classes];
    long count = 0;
    for (int i = from; i < to; i++) {
      if (labels[i] >= 0) {
        counts[labels[i]]++;
        count++;
      }
    }
    double alike = 0;
    for (long one : counts) {
      alike += (double) one * (one - 1);
    }
    return count < 2 ? 0 : 1 - alike / ((double) count * (count - 1));
  }

  /** Of what is finite; by one less than it counts, so that small batches compare. */
  private double variance(int from, int to) {
    int count = 0;
    double mean = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      if (Float.isFinite(values[i])) {
        count++;
        double off = values[i] - mean;
        mean += off / count;
        squares += off * (values[i] - mean);
      }
    }
    return count < 2 ? 0 : squares / (count - 1);
  }

  private PreflightWarning sorted(Map<String, Object> evidence, String message) {
    return PreflightWarning.of(
        "/training/shuffle",
        Cause.DATA_ORDER,
        evidence,
        message,
        "Set training.shuffle to true.",
        List.of(SpecEdits.change(spec, "/training/shuffle", true)));
  }
}
