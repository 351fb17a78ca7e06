package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.spec.Loss;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;

/**
 * Deeplearning4j's name for each loss, and what trains in its place.
 *
 * <p>Mean squared, mean absolute, squared logarithmic and Huber loss are means over an example's
 * outputs; the others are sums over them.
 */
final class Losses {

  private Losses() {}

  /**
   * The loss in the configuration that ends in the model's zip. Deeplearning4j has no Huber loss,
   * and a class of our own would make the zip unreadable without us: the squared loss, which
   * Huber's is near the target, stands in. It matters only to somebody who goes on training the
   * zip.
   */
  static ILossFunction configure(Loss loss) {
    return switch (loss) {
      case CROSS_ENTROPY -> new LossMCXENT();
      case BINARY_CROSS_ENTROPY -> new LossBinaryXENT();
      case MSE, HUBER -> new LossMSE();
      case MAE -> new LossMAE();
      case HINGE -> new LossHinge();
      case KL_DIVERGENCE -> new LossKLD();
      case MSLE -> new LossMSLE();
      case POISSON -> new LossPoisson();
    };
  }

  /** The loss that trains: it understands example weights. */
  static ExampleWeightedLoss training(Loss loss, ILossFunction configured) {
    return new ExampleWeightedLoss(
        switch (loss) {
          case HUBER -> new HuberLoss();
          case POISSON -> new PoissonLoss();
          case CROSS_ENTROPY, BINARY_CROSS_ENTROPY, MSE, MAE, HINGE, KL_DIVERGENCE, MSLE ->
              configured;
        });
  }
}
