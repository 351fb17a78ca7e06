package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Says to a layer with weights how they start, by what rule they learn and what pulls at them. */
record Learning(OptimizerSpec optimizer) {

  <B extends BaseLayer.Builder<B>> B of(Hidden hidden, B builder) {
    of(builder, hidden.initialization().weights(), hidden.penalty());
    builder.setBiasInit(hidden.initialization().bias());
    return builder;
  }

  /** Biases start at 0. */
  <B extends BaseLayer.Builder<B>> B of(B builder, WeightInit init, Penalty penalty) {
    builder.setWeightInitFn(WeightInits.configure(init));
    builder.setBiasInit(0);
    // Said to each layer, as Deeplearning4j's defaults don't reach inside a bidirectional one.
    builder.setIupdater(Optimizers.configure(optimizer));
    builder.setRegularization(penalties(penalty));
    builder.setRegularizationBias(List.of());
    return builder;
  }

  /** What pulls at a layer's weights, recurrent ones included, its biases left alone. */
  private List<Regularization> penalties(Penalty penalty) {
    List<Regularization> penalties = new ArrayList<>();
    if (penalty.l1() != 0) {
      penalties.add(new L1Regularization(penalty.l1()));
    }
    if (penalty.l2() != 0) {
      penalties.add(new L2Regularization(penalty.l2()));
    }
    if (optimizer.type() == OptimizerSpec.Type.ADAMW && optimizer.weightDecay() != 0) {
      penalties.add(new WeightDecay(optimizer.weightDecay(), true));
    }
    return penalties;
  }
}
