package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.spec.OptimizerSpec;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Deeplearning4j's name for each update rule, with every constant from the spec. */
final class Optimizers {

  private Optimizers() {}

  /**
   * AdamW is Adam here, its decay a penalty of the layers. Classical momentum is configured as
   * Nesterov's, which keeps the same velocity, and stepped by {@link ClassicalMomentum}. Full-batch
   * rules move the parameters themselves; what stands here matters to whoever goes on with the zip.
   */
  static IUpdater configure(OptimizerSpec spec) {
    double rate = spec.learningRate();
    return switch (spec.type()) {
      case SGD, LBFGS, CONJUGATE_GRADIENT -> new Sgd(rate);
      case MOMENTUM, NESTEROV -> new Nesterovs(rate, spec.momentum().doubleValue());
      case ADAM, ADAMW -> new Adam(rate, spec.beta1(), spec.beta2(), spec.epsilon());
      case AMSGRAD -> new AMSGrad(rate, spec.beta1(), spec.beta2(), spec.epsilon());
      case NADAM -> new Nadam(rate, spec.beta1(), spec.beta2(), spec.epsilon());
      case ADAMAX -> new AdaMax(rate, spec.beta1(), spec.beta2(), spec.epsilon());
      case RMSPROP -> new RmsProp(rate, spec.decay(), spec.epsilon());
      case ADAGRAD -> new AdaGrad(rate, spec.epsilon());
      case ADADELTA -> new AdaDelta(spec.decay(), spec.epsilon());
    };
  }
}
