package dev.evenkeel.training.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean loss of each epoch's steps, those that are not finite left out, and what it says of the
 * run so far.
 */
final class EpochLosses {

  /** A loss below this share of B: the network answers by what it sees. */
  private static final double LEARNED = 0.9;

  /** A fall by this share of B from the middle of the plan to its end. */
  private static final double STILL_FALLING = 0.03;

  private final int epochs;
  private double sum;
  private long count;
  private double latest;
  private double middle;

  /**
   * What it knows so far.
   *
   * @param sum of the present epoch's finite losses
   * @param count of them
   * @param latest mean of an epoch that has ended
   * @param middle the one in the middle of the plan
   */
  record State(double sum, long count, double latest, double middle) {

    static final State INITIAL = new State(0, 0, Double.NaN, Double.NaN);
  }

  /**
   * @param epochs of the plan
   */
  EpochLosses(int epochs, State state) {
    this.epochs = epochs;
    sum = state.sum();
    count = state.count();
    latest = state.latest();
    middle = state.middle();
  }

  State state() {
    return new State(sum, count, latest, middle);
  }

  /** What there was of the present epoch is void. */
  void beginAgain() {
    sum = 0;
    count = 0;
  }

  void add(double loss) {
    if (Double.isFinite(loss)) {
      sum += loss;
      count++;
    }
  }

  /** An epoch has ended; the next begins. */
  void end(int epoch) {
    latest = mean();
    middle = 2 * epoch <= epochs ? latest : middle;
    beginAgain();
  }

  private double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }

  /** The mean so far as an epoch's first metric; empty where no loss was finite. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (count > 0) {
      metrics.put("train_loss", mean());
    }
    return metrics;
  }

  /** That of the last epoch that has ended; NaN before, and where none was finite. */
  double latest() {
    return latest;
  }

  /** Whether anything was learned, where a constant answer costs {@code baseline}. */
  boolean hasLearned(double baseline) {
    return latest < LEARNED * baseline;
  }

  /** Whether the loss of the second half of the plan was still falling by what counts. */
  boolean isStillFalling(double baseline) {
    return middle - latest > STILL_FALLING * baseline;
  }
}
