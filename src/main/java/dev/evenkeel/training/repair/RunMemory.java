package dev.evenkeel.training.repair;

import dev.evenkeel.training.stability.LayerSample;
import dev.evenkeel.training.stability.LossTrend;
import dev.evenkeel.training.stability.StepMetrics;
import java.util.Arrays;

/**
 * What a run has shown so far, for the search for a cause: how it began, how far it has come.
 *
 * <p>Belongs to the training thread.
 */
public final class RunMemory {

  private static final int RECENT = 32;

  /** Norms that a usual one is taken from. */
  private static final int NORMS = 50;

  private static final double HIGH = 0.9;

  private static final double BORN_DEAD = 0.8;
  private static final double BORN_SATURATED = 0.4;

  private final LossTrend trend = new LossTrend();
  private final double[] recentRates;
  private final double[] recentNorms;
  private double startingRate;
  private double firstLoss;
  private double firstNorm;
  private double[] firstDead;
  private double[] firstSaturated;
  private double[] lastLayerNorms;
  private double highestEarlierRate;
  private double largestRatio;
  private long steps;

  /** All of it. */
  public record State(
      double[] trend,
      double[] recentRates,
      double[] recentNorms,
      double startingRate,
      double firstLoss,
      double firstNorm,
      double[] firstDead,
      double[] firstSaturated,
      double[] lastLayerNorms,
      double highestEarlierRate,
      double largestRatio,
      long steps) {

    private static State initial(double rate) {
      double[] none = {};
      return new State(
          new LossTrend().state(),
          new double[RECENT],
          new double[NORMS],
          rate,
          Double.NaN,
          Double.NaN,
          none,
          none,
          none,
          0,
          0,
          0);
    }
  }

  /** Of a run that has not begun. */
  public RunMemory(double rate) {
    this(State.initial(rate));
  }

  public RunMemory(State state) {
    trend.restore(state.trend());
    recentRates = state.recentRates().clone();
    recentNorms = state.recentNorms().clone();
    startingRate = state.startingRate();
    firstLoss = state.firstLoss();
    firstNorm = state.firstNorm();
    firstDead = state.firstDead();
    firstSaturated = state.firstSaturated();
    lastLayerNorms = state.lastLayerNorms().clone();
    highestEarlierRate = state.highestEarlierRate();
    largestRatio = state.largestRatio();
    steps = state.steps();
  }

  public State state() {
    return new State(
        trend.state(),
        recentRates.clone(),
        recentNorms.clone(),
        startingRate,
        firstLoss,
        firstNorm,
        firstDead,
        firstSaturated,
        lastLayerNorms.clone(),
        highestEarlierRate,
        largestRatio,
        steps);
  }

  /** The run is back where nothing was learned, and starts at another rate. */
  void startAgain(double rate) {
    startingRate = rate;
  }

  /** Notes a step that was judged, and its rate. */
  public void step(StepMetrics step, double rate) {
    if (steps == 0) {
      firstLoss = step.loss();
      firstNorm = step.gradientNorm();
      lastLayerNorms = step.layerGradientNorms().clone();
    }
    if (Double.isFinite(step.gradientNorm())) {
      System.arraycopy(step.layerGradientNorms(), 0, lastLayerNorms, 0, lastLayerNorms.length);
    }
    trend.add(step.loss());
    int slot = (int) (steps % RECENT);
    highestEarlierRate = Math.max(highestEarlierRate, recentRates[slot]);
    recentRates[slot] = rate;
    recentNorms[(int) (steps % NORMS)] = step.gradientNorm();
    steps++;
  }

  public void sample(LayerSample sample) {
    if (firstDead.length == 0) {
      firstDead = sample.deadUnits().clone();
      firstSaturated = sample.saturatedUnits().clone();
    }
    for (double ratio : sample.updateRatios()) {
      largestRatio = Double.isFinite(ratio) ? Math.max(largestRatio, ratio) : largestRatio;
    }
  }

  LossTrend trend() {
    return trend;
  }

  /** Steps since the start or the last return to an earlier state. */
  long steps() {
    return steps;
  }

  double firstLoss() {
    return firstLoss;
  }

  double firstNorm() {
    return firstNorm;
  }

  /** The share of dead units of a layer in the very first batch; NaN where unknown. */
  double firstDead(int layer) {
    return layer < firstDead.length && layer >= 0 ? firstDead[layer] : Double.NaN;
  }

  /** Whether most of a layer's units answered 0 to the very first batch. */
  boolean isBornDead(int layer) {
    return firstDead(layer) >= BORN_DEAD;
  }

  /** Whether many of a layer's activations were at their bounds in the very first batch. */
  boolean isBornSaturated(int layer) {
    return firstSaturated(layer) >= BORN_SATURATED;
  }

  /** The share of saturated activations of a layer in the very first batch. */
  double firstSaturated(int layer) {
    return layer < firstSaturated.length && layer >= 0 ? firstSaturated[layer] : Double.NaN;
  }

  /** Gradient norms of the last finite step, by layer with parameters. */
  double[] layerNorms() {
    return lastLayerNorms;
  }

  /**
   * The highest rate that was in force more than 32 iterations ago; 0 if that is before the start.
   */
  double highestEarlierRate() {
    return highestEarlierRate;
  }

  /** The rate by which the run left its start the last time. */
  double startingRate() {
    return startingRate;
  }

  /** The 90 % quantile of the last 50 gradient norms; NaN before there are as many. */
  public double highNorm() {
    if (steps < NORMS) {
      return Double.NaN;
    }
    double[] sorted = recentNorms.clone();
    Arrays.sort(sorted);
    return sorted[(int) (HIGH * NORMS)];
  }

  /** The longest update so far, relative to its layer's parameters. */
  double largestRatio() {
    return largestRatio;
  }
}
