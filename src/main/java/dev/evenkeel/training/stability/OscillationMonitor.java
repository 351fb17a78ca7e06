package dev.evenkeel.training.stability;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Reports a loss that bounces from epoch to epoch: of ten epochs the loss turned at least four
 * times, by 12 % of its mean on the average, and the mean is above 0.15 B, so that there was
 * something left to learn, and nothing was gained. A rate too high by little looks like that (rule:
 * AUTOTRAINER, ICSE 2021, with limits relative to B).
 */
public final class OscillationMonitor implements StabilityMonitor {

  private static final int EPOCHS = 10;
  private static final int TURNS = 4;
  private static final double SWING = 0.12;
  private static final double LEFT = 0.15;
  private static final double PROGRESS = 0.9;

  private final double baseline;
  private final boolean judges;
  private final Deque<Double> losses = new ArrayDeque<>();

  /** Epochs of fewer iterations bounce by the noise of their batches alone. */
  private static final int LEAST_ITERATIONS = 4;

  public OscillationMonitor(double baseline, int iterationsPerEpoch) {
    this.baseline = baseline;
    judges = iterationsPerEpoch >= LEAST_ITERATIONS;
  }

  @Override
  public Optional<Finding> inspect(EpochSummary epoch) {
    if (!judges || !Double.isFinite(epoch.trainLoss())) {
      return Optional.empty();
    }
    losses.addLast(epoch.trainLoss());
    if (losses.size() <= EPOCHS) {
      return Optional.empty();
    }
    losses.removeFirst();
    double mean = losses.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double swing = swing();
    boolean bounces = mean > LEFT * baseline && turns() >= TURNS && swing > SWING * mean;
    if (!bounces || isFalling()) {
      return Optional.empty();
    }
    // A question: whether a lower rate does better is for a trial to say.
    return Optional.of(
        new Finding(
            Symptom.OSCILLATION, Severity.INFO, epoch.iteration(), -1, swing, SWING * mean));
  }

  /** Whether the later half has come below the earlier one: then it learns, if in leaps. */
  private boolean isFalling() {
    double earlier = Double.POSITIVE_INFINITY;
    double later = Double.POSITIVE_INFINITY;
    int place = 0;
    for (double loss : losses) {
      if (place++ < EPOCHS / 2) {
        earlier = Math.min(earlier, loss);
      } else {
        later = Math.min(later, loss);
      }
    }
    return later < PROGRESS * earlier;
  }

  private double swing() {
    double sum = 0;
    Double before = null;
    for (double loss : losses) {
      sum += before == null ? 0 : Math.abs(loss - before);
      before = loss;
    }
    return sum / (losses.size() - 1);
  }

  private int turns() {
    int turns = 0;
    double before = Double.NaN;
    double difference = 0;
    for (double loss : losses) {
      double next = loss - before;
      turns += next * difference < 0 ? 1 : 0;
      difference = Double.isNaN(next) ? 0 : next;
      before = loss;
    }
    return turns;
  }

  @Override
  public MonitorState state() {
    return MonitorState.of("losses", losses.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public void restore(MonitorState state) {
    losses.clear();
    for (double loss : state.numbers("losses")) {
      losses.addLast(loss);
    }
  }
}
