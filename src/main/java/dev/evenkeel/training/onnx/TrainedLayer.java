package dev.evenkeel.training.onnx;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.LayerSpec;

/** A hidden layer as it was planned, with what it has learned. */
record TrainedLayer<L extends LayerSpec>(L spec, Hidden plan, LayerParameters parameters) {

  TensorShape out() {
    return plan.out();
  }
}
