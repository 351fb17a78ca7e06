package dev.evenkeel.training;

import dev.evenkeel.training.stability.StepEvidence;
import dev.evenkeel.training.stability.StepMetrics;
import java.util.Arrays;

/** Writes down the numbers of each iteration, for histories and for the stability watch. */
final class StepRecorder {

  private final int[] layers;
  private final LayerNorms sampledNorms;
  private final double initialParameterNorm;
  private final StepRecord record;
  private boolean statisticsFinite;
  private double firstLoss = Double.NaN;
  private double previousLoss = Double.NaN;

  StepRecorder(TrainableNetwork network) {
    layers =
        network.layers().stream()
            .filter(LayerShape::hasParameters)
            .mapToInt(LayerShape::index)
            .toArray();
    record = new StepRecord(layers.length);
    sampledNorms = new LayerNorms(network.segments(), network.layers());
    sampledNorms.measure(network.parameters(), 1);
    initialParameterNorm = sampledNorms.norm();
  }

  /** The numbers of the last iteration; reused by the next. */
  StepRecord record() {
    return record;
  }

  /** Notes what is known before the update. */
  StepMetrics note(double loss, LayerNorms gradientNorms) {
    record.loss = loss;
    record.gradientNorm = gradientNorms.norm();
    System.arraycopy(gradientNorms.layers(), 0, record.layerGradientNorms, 0, layers.length);
    statisticsFinite = gradientNorms.statisticsFinite();
    return new StepMetrics(
        record.iteration,
        record.epoch,
        record.loss,
        record.gradientNorm,
        record.layerGradientNorms,
        statisticsFinite);
  }

  /** The update is over: the loss becomes the one before the next. */
  void end() {
    firstLoss = Double.isNaN(firstLoss) ? record.loss : firstLoss;
    previousLoss = record.loss;
  }

  /** Measures an update that was applied. */
  void sampleUpdate(FlatVector update) {
    sampledNorms.measure(update, 1);
    System.arraycopy(sampledNorms.layers(), 0, record.updateRatios, 0, layers.length);
  }

  void sampleNoUpdate() {
    Arrays.fill(record.updateRatios, 0);
  }

  /** Measures the parameters; after the update, whose ratio to them this completes. */
  void sampleParameters(FlatVector parameters, double[] zeroFractions) {
    sampledNorms.measure(parameters, 1);
    for (int layer = 0; layer < layers.length; layer++) {
      double norm = sampledNorms.layers()[layer];
      record.parameterNorms[layer] = norm;
      record.updateRatios[layer] = norm == 0 ? 0 : record.updateRatios[layer] / norm;
      record.zeroFractions[layer] = zeroFractions[layers[layer]];
    }
  }

  StepEvidence evidence(OddExamples odd, double rate, FlatVector parameters) {
    sampledNorms.measure(parameters, 1);
    return new StepEvidence(
        rate,
        odd.rows(),
        odd.count(),
        odd.largestInput(),
        sampledNorms.norm(),
        initialParameterNorm,
        firstLoss,
        previousLoss);
  }
}
