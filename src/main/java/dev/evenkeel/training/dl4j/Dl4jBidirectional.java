package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** Deeplearning4j's, with a working copy that knows where sequences end. */
record Dl4jBidirectional(Hidden hidden, LayerSpec.Bidirectional layer) implements Dl4jLayer {

  /** The layer inside, with the sizes and weights of the whole. */
  private RecurrentLayer each() {
    Hidden inner =
        new Hidden(
            layer.layer(),
            hidden.shape(),
            hidden.in(),
            hidden.out(),
            hidden.initialization(),
            hidden.penalty());
    return (RecurrentLayer) Dl4jLayer.of(inner);
  }

  /** Each half's own last step; of the whole, the backward half's would be its first. */
  @Override
  public Layer configuration(Learning learning) {
    return new Bidirectional(each().configuration(learning));
  }

  @Override
  public void start(InitialWeights weights) {
    each().start(weights, "f");
    each().start(weights, "b");
  }

  @Override
  public StepOrder steps() {
    return StepOrder.TOGETHER;
  }

  @Override
  public boolean needsMask() {
    return true;
  }

  /** Deeplearning4j answers with each half's last state but can't train it. */
  @Override
  public boolean isTrainableByItself() {
    return !(hidden.out() instanceof Vector);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer working(
      org.deeplearning4j.nn.api.Layer original, DataType numbers) {
    return BothDirectionsLayer.like((BidirectionalLayer) original, numbers);
  }
}
