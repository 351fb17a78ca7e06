package dev.evenkeel.training.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** The mean of the losses of an epoch's steps; those that are not finite are left out. */
final class MeanLoss {

  private double sum;
  private long count;

  void clear() {
    sum = 0;
    count = 0;
  }

  void add(double loss) {
    if (Double.isFinite(loss)) {
      sum += loss;
      count++;
    }
  }

  /** NaN where no loss was finite. */
  double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }

  /** As an epoch's first metric, if there is one. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (count > 0) {
      metrics.put("train_loss", mean());
    }
    return metrics;
  }
}
