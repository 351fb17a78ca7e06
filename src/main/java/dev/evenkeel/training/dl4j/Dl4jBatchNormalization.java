package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Gain starts at 1 and shift at 0. */
record Dl4jBatchNormalization(Hidden hidden, LayerSpec.BatchNormalization layer)
    implements UnweightedLayer {

  @Override
  public Layer configuration(Learning learning) {
    int features = hidden.in().width();
    return new BatchNormalization.Builder()
        .nIn(features)
        .nOut(features)
        .decay(layer.decay())
        .eps(layer.epsilon())
        // A variance as such: its logarithm would lose units that never vary.
        .useLogStd(false)
        .build();
  }

  @Override
  public StepOrder steps() {
    return StepOrder.ROW_BY_ROW;
  }
}
