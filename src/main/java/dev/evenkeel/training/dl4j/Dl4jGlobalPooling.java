package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.LayerSpec.Pooling;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;

/** Over all steps that count, or all pixels. */
record Dl4jGlobalPooling(Hidden hidden, LayerSpec.GlobalPooling layer) implements UnweightedLayer {

  @Override
  public Layer configuration(Learning learning) {
    return new GlobalPoolingLayer.Builder(
            layer.pooling() == Pooling.MAX ? PoolingType.MAX : PoolingType.AVG)
        .build();
  }

  @Override
  public StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  @Override
  public boolean needsMask() {
    return true;
  }
}
