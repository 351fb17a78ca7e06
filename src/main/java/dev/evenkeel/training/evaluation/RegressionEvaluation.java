package dev.evenkeel.training.evaluation;

import dev.evenkeel.training.data.FittedPreprocessing.FittedTarget;
import dev.evenkeel.training.network.Batch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges numbers, in the user's units: each metric of each target, averaged over the targets. A
 * target that doesn't vary has no R².
 */
public final class RegressionEvaluation implements Evaluation {

  private final List<FittedTarget> targets;
  private final long[] counts;
  private final double[] absolute;
  private final double[] squared;
  private final double[] means;
  private final double[] variation;

  public RegressionEvaluation(List<FittedTarget> targets) {
    this.targets = targets;
    counts = new long[targets.size()];
    absolute = new double[targets.size()];
    squared = new double[targets.size()];
    means = new double[targets.size()];
    variation = new double[targets.size()];
  }

  @Override
  public void add(Batch batch, float[] outputs) {
    for (int i = 0; i < batch.size(); i++) {
      for (int t = 0; t < targets.size(); t++) {
        int at = i * targets.size() + t;
        if (Float.isFinite(batch.labels()[at])) {
          add(t, batch.labels()[at], outputs[at]);
        }
      }
    }
  }

  private void add(int t, double label, double output) {
    double scale = targets.get(t).scale();
    double truth = label * scale + targets.get(t).offset();
    double error = (output - label) * scale;
    absolute[t] += Math.abs(error);
    squared[t] += error * error;
    double difference = truth - means[t];
    means[t] += difference / ++counts[t];
    variation[t] += difference * (truth - means[t]);
  }

  @Override
  public Map<String, Double> brief() {
    double mae = 0;
    double rmse = 0;
    double r2 = 0;
    int varying = 0;
    for (int t = 0; t < targets.size(); t++) {
      mae += absolute[t] / counts[t];
      rmse += Math.sqrt(squared[t] / counts[t]);
      if (variation[t] > 0) {
        r2 += 1 - squared[t] / variation[t];
        varying++;
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    putFinite(metrics, "mae", mae / targets.size());
    putFinite(metrics, "rmse", rmse / targets.size());
    putFinite(metrics, "r2", varying == 0 ? Double.NaN : r2 / varying);
    return metrics;
  }

  @Override
  public EvaluationReport report(String split) {
    return EvaluationReport.ofNumbers(split, brief(), null);
  }

  private static void putFinite(Map<String, Double> metrics, String name, double value) {
    if (Double.isFinite(value)) {
      metrics.put(name, value);
    }
  }
}
