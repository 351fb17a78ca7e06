package dev.evenkeel.training.repair;

import dev.evenkeel.training.data.LabelEncoding;
import dev.evenkeel.training.data.PreparedSplit;
import dev.evenkeel.training.network.Batches;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.stability.RunFacts;

/**
 * What a constant answer reaches on the training split: the yardstick of every rule about losses.
 *
 * @param loss B: the mean loss, weighted and averaged as {@link TrainableNetwork#computeGradients}
 *     does, of the answer that is the labels' mean; the entropy of the class prior for
 *     cross-entropy, the variance for squared errors. Infinite where a loss has no natural zero
 * @param classRatio examples of the largest class for each of the smallest, by weight; 1 where
 *     there are no classes
 * @param rarest the class with the fewest examples; -1 where there are no classes
 */
public record Baseline(double loss, double classRatio, int rarest) {

  /** Perfectly constant labels still need a yardstick. */
  private static final double LEAST = 1e-6;

  private static final double LEAST_PROBABILITY = 1e-12;

  public static Baseline of(
      PreparedSplit split, LabelEncoding labels, Batches.ExampleWeights weighting, Loss loss) {
    Pass pass = new Pass(split, weighting, labels);
    pass.takeMeans();
    double cost = pass.cost(loss);
    boolean usable = Double.isFinite(cost) && cost > 0 || loss != Loss.POISSON;
    double b = usable && !Double.isNaN(cost) ? Math.max(LEAST, cost) : Double.POSITIVE_INFINITY;
    return new Baseline(b, pass.ratio(), pass.rarest());
  }

  /** The loss of an answer that prefers no class; B where there are none. */
  public double neutral(NetworkPlan.Output output) {
    int units = output.shape().outputs();
    double unprejudiced =
        switch (output.loss()) {
          case CROSS_ENTROPY, KL_DIVERGENCE -> Math.log(Math.max(2, units));
          case BINARY_CROSS_ENTROPY -> units * Math.log(2);
          case HINGE -> units;
          case MSE, MAE, HUBER, MSLE, POISSON -> loss;
        };
    return Math.max(loss, unprejudiced);
  }

  /** A run's facts with this yardstick in place of theirs. */
  public RunFacts facts(RunFacts of, NetworkPlan.Output output) {
    return new RunFacts(
        loss,
        neutral(output),
        of.iterations(),
        of.iterationsPerEpoch(),
        classRatio,
        of.mayWeigh(),
        of.layers());
  }

  /** The labels, read twice: for their means, then for what these cost. */
  private static final class Pass {

    private final PreparedSplit split;
    private final Batches.ExampleWeights weighting;
    private final LabelEncoding labels;
    private final float[] one;
    private final double[] means;
    private double[] classes = {};
    private long counted;

    Pass(PreparedSplit split, Batches.ExampleWeights weighting, LabelEncoding labels) {
      this.split = split;
      this.weighting = weighting;
      this.labels = labels;
      one = new float[split.labelWidth()];
      means = new double[one.length];
    }

    private boolean read(int example) {
      split.readLabels(example, one, 0);
      for (float label : one) {
        if (!Float.isFinite(label)) {
          return false;
        }
      }
      return true;
    }

    private double weight() {
      return weighting.classes().length == 0 ? 1 : weighting.of(one, 0);
    }

    void takeMeans() {
      double total = 0;
      for (int i = 0; i < split.size(); i++) {
        if (!read(i)) {
          continue;
        }
        counted++;
        double weight = weight();
        total += weight;
        for (int k = 0; k < means.length; k++) {
          means[k] += weight * one[k];
        }
        count(labels.classOf(one, 0), weight);
      }
      for (int k = 0; k < means.length; k++) {
        means[k] /= Math.max(total, 1e-300);
      }
    }

    private void count(int label, double weight) {
      if (label >= classes.length) {
        classes = java.util.Arrays.copyOf(classes, label + 1);
      }
      if (label >= 0) {
        classes[label] += weight;
      }
    }

    double cost(Loss loss) {
      double sum = 0;
      for (int i = 0; i < split.size(); i++) {
        if (read(i)) {
          double cost = 0;
          for (int k = 0; k < means.length; k++) {
            cost += cost(loss, means[k], one[k]);
          }
          sum += weight() * cost;
        }
      }
      return sum / Math.max(1, counted);
    }

    private double cost(Loss loss, double o, double y) {
      double p = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, o));
      return switch (loss) {
        case CROSS_ENTROPY, KL_DIVERGENCE -> -y * Math.log(p);
        case BINARY_CROSS_ENTROPY -> -y * Math.log(p) - (1 - y) * Math.log(1 - p);
        case MSE -> (o - y) * (o - y) / means.length;
        case MAE -> Math.abs(o - y) / means.length;
        case HUBER -> huber(Math.abs(o - y)) / means.length;
        // Of the constants −1, 0 and 1 the best is the more frequent sign.
        case HINGE -> Math.max(0, 1 - y * Math.signum(o));
        case MSLE ->
            Math.pow(Math.log((1 + Math.max(0, o)) / (1 + Math.max(0, y))), 2) / means.length;
        case POISSON -> o - y * Math.log(Math.max(LEAST_PROBABILITY, o));
      };
    }

    private static double huber(double error) {
      return error <= 1 ? error * error / 2 : error - 0.5;
    }

    double ratio() {
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      for (double weight : classes) {
        least = weight > 0 ? Math.min(least, weight) : least;
        most = Math.max(most, weight);
      }
      return most == 0 ? 1 : most / least;
    }

    int rarest() {
      int rarest = -1;
      for (int k = 0; k < classes.length; k++) {
        if (classes[k] > 0 && (rarest < 0 || classes[k] < classes[rarest])) {
          rarest = k;
        }
      }
      return rarest;
    }
  }
}
