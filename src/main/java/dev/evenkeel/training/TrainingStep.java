package dev.evenkeel.training;

import dev.evenkeel.training.stability.RepairAction;
import dev.evenkeel.training.stability.StabilityWatch;
import dev.evenkeel.training.stability.StepEvidence;
import dev.evenkeel.training.stability.StepMetrics;
import java.util.Arrays;

/** Carries out one iteration: gradient, look, and the update or not. */
final class TrainingStep {

  private static final int SAMPLING = 10;
  private static final int ROWS_SHOWN = 20;

  private final TrainableNetwork network;
  private final LearningRateSchedule schedule;
  private final GradientClipping clipping;
  private final StabilityWatch watch;
  private final LayerNorms gradientNorms;
  private final LayerNorms sampledNorms;
  private final StepRecord record;
  private final int[] layers;
  private final double initialParameterNorm;
  private double firstLoss = Double.NaN;
  private double previousLoss = Double.NaN;

  TrainingStep(TrainableNetwork network, RunSetup setup, RunShape shape, StabilityWatch watch) {
    this.network = network;
    this.watch = watch;
    var training = setup.spec().training();
    schedule =
        new LearningRateSchedule(training.schedule(), training.optimizer().learningRate(), shape);
    clipping =
        new GradientClipping(training.gradientClipping(), network.segments(), network.layers());
    gradientNorms = new LayerNorms(network.segments(), network.layers());
    sampledNorms = new LayerNorms(network.segments(), network.layers());
    layers =
        network.layers().stream()
            .filter(LayerShape::hasParameters)
            .mapToInt(LayerShape::index)
            .toArray();
    record = new StepRecord(layers.length);
    sampledNorms.measure(network.parameters(), 1);
    initialParameterNorm = sampledNorms.norm();
  }

  /** The numbers of the last iteration; reused by the next. */
  StepRecord record() {
    return record;
  }

  /** Trains on a batch unless the watch objects; says what it had done about it. */
  RepairAction run(Batch batch, long iteration, int epoch) {
    record.sampled = (iteration - 1) % SAMPLING == 0;
    if (record.sampled) {
      network.sampleActivations();
    }
    record.iteration = iteration;
    record.epoch = epoch;
    record.loss = network.computeGradients(batch);
    gradientNorms.measure(network.gradient(), batch.size());
    record.gradientNorm = gradientNorms.norm();
    System.arraycopy(gradientNorms.layers(), 0, record.layerGradientNorms, 0, layers.length);

    // Before the update: what is not applied does no harm.
    double rate = schedule.rate(iteration);
    RepairAction action = watch.inspect(metrics(), () -> evidence(batch, rate));
    record.applied = action == RepairAction.NONE;
    if (record.applied) {
      clipping.clip(network, gradientNorms, batch.size());
      network.applyUpdate(rate);
    }
    if (record.sampled) {
      sample();
    }
    firstLoss = Double.isNaN(firstLoss) ? record.loss : firstLoss;
    previousLoss = record.loss;
    return action;
  }

  private StepMetrics metrics() {
    return new StepMetrics(
        record.iteration,
        record.epoch,
        record.loss,
        record.gradientNorm,
        record.layerGradientNorms,
        gradientNorms.statisticsFinite());
  }

  private void sample() {
    if (record.applied) {
      sampledNorms.measure(network.update(), 1);
      System.arraycopy(sampledNorms.layers(), 0, record.updateRatios, 0, layers.length);
    } else {
      Arrays.fill(record.updateRatios, 0);
    }
    sampledNorms.measure(network.parameters(), 1);
    double[] zeros = network.zeroFractions();
    for (int layer = 0; layer < layers.length; layer++) {
      double norm = sampledNorms.layers()[layer];
      record.parameterNorms[layer] = norm;
      record.updateRatios[layer] = norm == 0 ? 0 : record.updateRatios[layer] / norm;
      record.zeroFractions[layer] = zeros[layers[layer]];
    }
  }

  private StepEvidence evidence(Batch batch, double rate) {
    int[] rows = new int[ROWS_SHOWN];
    int count = 0;
    double largest = 0;
    for (int i = 0; i < batch.size(); i++) {
      double features = largest(batch.features(), i * batch.featureWidth(), batch.featureWidth());
      double labels = largest(batch.labels(), i * batch.labelWidth(), batch.labelWidth());
      if (!Double.isFinite(features + labels)) {
        rows[Math.min(count, ROWS_SHOWN - 1)] = batch.rows()[i];
        count++;
      } else {
        largest = Math.max(largest, features);
      }
    }
    sampledNorms.measure(network.parameters(), 1);
    return new StepEvidence(
        rate,
        Arrays.copyOf(rows, Math.min(count, ROWS_SHOWN)),
        count,
        largest,
        sampledNorms.norm(),
        initialParameterNorm,
        firstLoss,
        previousLoss);
  }

  /** The largest absolute value; not finite where one is not. */
  private static double largest(float[] numbers, int at, int count) {
    double largest = 0;
    for (int i = at; i < at + count; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]));
    }
    return largest;
  }
}
