package dev.evenkeel.training.evaluation;

import dev.evenkeel.training.network.Batch;
import java.util.Map;

/** Judges outputs against labels, batch by batch, in bounded memory. */
public sealed interface Evaluation
    permits ClassificationEvaluation, RegressionEvaluation, ForecastEvaluation {

  /**
   * @param outputs [batch.size(), output units], row by row
   */
  void add(Batch batch, float[] outputs);

  /** The few metrics that are taken after every epoch; finite ones only. */
  Map<String, Double> brief();

  /** The share of a class's examples that were recognised; NaN where there is none. */
  default double recall(int ofClass) {
    return Double.NaN;
  }

  /** Every metric that has a meaning, finite ones only. */
  EvaluationReport report(String split);
}
