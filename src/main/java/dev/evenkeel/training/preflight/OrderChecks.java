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

  private static final double PURE = 0.9;

  /** Neighbours that differ by less than that share of the whole variance are sorted. */
  private static final double ALIKE = 0.1;

  private final TrainingSpec spec;
  private final int[] labels;
  private final float[] values;
  private final int size;

  OrderChecks(TrainingSpec spec, DataFacts facts) {
    this.spec = spec;
    PresentRows present = new PresentRows(spec, facts);
    labels = present.labels();
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
    long[] counts = PresentRows.counts(labels);
    double purity = 0;
    int batches = labels.length / size;
    for (int b = 0; b < batches; b++) {
      int[] here = new int[counts.length];
      int most = 0;
      for (int i = b * size; i < (b + 1) * size; i++) {
        most = labels[i] < 0 ? most : Math.max(most, ++here[labels[i]]);
      }
      purity += (double) most / size / batches;
    }
    long largest = 0;
    for (long count : counts) {
      largest = Math.max(largest, count);
    }
    boolean byMajority = (double) largest / labels.length > PURE - 0.1;
    return purity > PURE && !byMajority
        ? List.of(
            sorted(
                Map.of("purity", purity),
                "The examples are sorted by class and not shuffled: on the average %s of a batch are of one class."
                    .formatted(Figures.percent(purity))))
        : List.of();
  }

  private List<PreflightWarning> ofNumbers() {
    double within = 0;
    int batches = values.length / size;
    for (int b = 0; b < batches; b++) {
      within += variance(b * size, (b + 1) * size) / batches;
    }
    double whole = variance(0, values.length);
    return whole > 0 && within < ALIKE * whole
        ? List.of(
            sorted(
                Map.of("variance_within_batches", within / whole),
                "The examples are sorted by their target and not shuffled: a batch shows %s of the variance."
                    .formatted(Figures.percent(within / whole))))
        : List.of();
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
