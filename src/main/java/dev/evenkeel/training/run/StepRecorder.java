package dev.evenkeel.training.run;

import dev.evenkeel.training.StepRecord;
import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.LayerNorms;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.stability.LayerSample;
import dev.evenkeel.training.stability.StepMetrics;
import java.util.Arrays;

/** Writes down the numbers of each iteration, for histories and for the stability watch. */
final class StepRecorder {

  private final int[] layers;
  private final LayerNorms sampledNorms;
  private final StepRecord record;
  private boolean statisticsFinite;
  private long planned;

  StepRecorder(TrainableNetwork network) {
    layers =
        network.layers().stream()
            .filter(LayerShape::hasParameters)
            .mapToInt(LayerShape::index)
            .toArray();
    record = new StepRecord(layers.length);
    sampledNorms = new LayerNorms(network.segments(), network.layers());
  }

  /** The numbers of the last iteration; reused by the next. */
  StepRecord record() {
    return record;
  }

  /** An iteration begins, the one of the plan that is given. */
  StepRecord begin(long iteration, long ofPlan, int epoch) {
    planned = ofPlan;
    record.iteration = iteration;
    record.epoch = epoch;
    record.applied = false;
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
        planned,
        record.epoch,
        record.loss,
        record.gradientNorm,
        record.layerGradientNorms,
        statisticsFinite);
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
  LayerSample sampleParameters(FlatVector parameters, ActivationSample activations) {
    sampledNorms.measure(parameters, 1);
    for (int layer = 0; layer < layers.length; layer++) {
      double norm = sampledNorms.layers()[layer];
      record.parameterNorms[layer] = norm;
      record.updateRatios[layer] = norm == 0 ? 0 : record.updateRatios[layer] / norm;
      record.zeroFractions[layer] = activations.zeroFractions()[layers[layer]];
    }
    return new LayerSample(
        record.iteration,
        planned,
        record.epoch,
        record.updateRatios,
        activations.deadUnits(),
        activations.saturatedUnits());
  }
}
