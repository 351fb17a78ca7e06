package dev.evenkeel.training.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the kept model does on one split.
 *
 * @param split {@code validation}, {@code test}, or {@code train} where there is neither
 * @param metrics classification: accuracy, balanced_accuracy, precision, recall, f1 (macro
 *     averages), roc_auc (one against the rest, macro), log_loss; regression: mae, rmse, r2 in the
 *     user's units; forecasting besides: persistence_skill, seasonal_skill. A metric without
 *     meaning is left out
 * @param confusionMatrix [true class][predicted class]; empty for regression
 * @param classes labels in the matrix's order; empty for regression
 * @param perClass precision, recall and F1 of each class; empty for regression and where there are
 *     too many classes for a matrix
 * @param season steps of the season that seasonal_skill compares with; null elsewhere
 */
public record EvaluationReport(
    String split,
    Map<String, Double> metrics,
    long[][] confusionMatrix,
    List<String> classes,
    List<ClassReport> perClass,
    @Nullable Integer season) {

  /**
   * How the model does on one class; a rate without examples is 0.
   *
   * @param support examples of the class
   */
  public record ClassReport(
      String label, double precision, double recall, double f1, long support) {}

  /** A report on numbers. */
  static EvaluationReport ofNumbers(
      String split, Map<String, Double> metrics, @Nullable Integer season) {
    return new EvaluationReport(split, metrics, new long[0][], List.of(), List.of(), season);
  }
}
