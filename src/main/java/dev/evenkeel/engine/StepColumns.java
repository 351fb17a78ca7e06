package dev.evenkeel.engine;

import dev.evenkeel.training.StepBatch;
import dev.evenkeel.training.StepRecord;
import java.util.Arrays;

/**
 * Consecutive iterations while they are being collected, as columns of fixed length.
 *
 * <p>Filled on the training thread, turned into a message on another; never both at once.
 */
final class StepColumns {

  private final long firstIteration;
  private final long startedNanos;
  private final double[] loss;
  private final double[] gradientNorm;
  private final double[][] layerGradientNorms;
  private final long[] sampled;
  private final double[][] updateRatios;
  private final double[][] parameterNorms;
  private final double[][] zeroFractions;
  private int epoch;
  private int steps;
  private int samples;

  StepColumns(StepRecord first, int capacity, long nowNanos) {
    int layers = first.layerGradientNorms.length;
    firstIteration = first.iteration;
    startedNanos = nowNanos;
    loss = new double[capacity];
    gradientNorm = new double[capacity];
    layerGradientNorms = new double[layers][capacity];
    sampled = new long[capacity];
    updateRatios = new double[layers][capacity];
    parameterNorms = new double[layers][capacity];
    zeroFractions = new double[layers][capacity];
  }

  /** Whether the iteration follows the last one; after a rollback it does not. */
  boolean takes(StepRecord step) {
    return step.iteration == firstIteration + steps;
  }

  void add(StepRecord step) {
    epoch = step.epoch;
    loss[steps] = step.loss;
    gradientNorm[steps] = step.gradientNorm;
    put(step.layerGradientNorms, layerGradientNorms, steps);
    if (step.sampled) {
      sampled[samples] = step.iteration;
      put(step.updateRatios, updateRatios, samples);
      put(step.parameterNorms, parameterNorms, samples);
      put(step.zeroFractions, zeroFractions, samples);
      samples++;
    }
    steps++;
  }

  private static void put(double[] values, double[][] columns, int row) {
    for (int layer = 0; layer < values.length; layer++) {
      columns[layer][row] = values[layer];
    }
  }

  boolean isFull() {
    return steps == loss.length;
  }

  long ageNanos(long nowNanos) {
    return nowNanos - startedNanos;
  }

  EngineEvent.Stepped toEvent(String run) {
    return new EngineEvent.Stepped(
        run,
        epoch,
        new StepBatch(
            firstIteration,
            Arrays.copyOf(loss, steps),
            Arrays.copyOf(gradientNorm, steps),
            cut(layerGradientNorms, steps),
            Arrays.copyOf(sampled, samples),
            cut(updateRatios, samples),
            cut(parameterNorms, samples),
            cut(zeroFractions, samples)));
  }

  private static double[][] cut(double[][] columns, int length) {
    double[][] cut = new double[columns.length][];
    for (int layer = 0; layer < columns.length; layer++) {
      cut[layer] = Arrays.copyOf(columns[layer], length);
    }
    return cut;
  }
}
