package dev.evenkeel.training;

import java.util.List;
import java.util.Map;

/**
 * How the kept model does on one split.
 *
 * @param split {@code validation}, {@code test}, or {@code train} where there is neither
 * @param metrics classification: accuracy, balanced_accuracy, precision, recall, f1 (macro
 *     averages), roc_auc (one against the rest, macro), log_loss; regression: mae, rmse, r2 in the
 *     user's units. A metric without meaning is left out
 * @param confusionMatrix [true class][predicted class]; empty for regression
 * @param classes labels in the matrix's order; empty for regression
 */
public record EvaluationReport(
    String split, Map<String, Double> metrics, long[][] confusionMatrix, List<String> classes) {}
