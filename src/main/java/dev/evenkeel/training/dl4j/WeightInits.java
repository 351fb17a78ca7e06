package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.spec.WeightInit;
import org.deeplearning4j.nn.conf.distribution.Distribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.deeplearning4j.nn.weights.WeightInitDistribution;

/** Deeplearning4j's name for each way of starting weights. */
final class WeightInits {

  private WeightInits() {}

  /**
   * Those that Deeplearning4j lacks, or has for some shapes only, {@link InitialWeights} fills in.
   */
  static IWeightInit configure(WeightInit init) {
    return switch (init.type()) {
      case XAVIER -> named(org.deeplearning4j.nn.weights.WeightInit.XAVIER);
      case XAVIER_UNIFORM -> named(org.deeplearning4j.nn.weights.WeightInit.XAVIER_UNIFORM);
      case HE -> named(org.deeplearning4j.nn.weights.WeightInit.RELU);
      case HE_UNIFORM -> named(org.deeplearning4j.nn.weights.WeightInit.RELU_UNIFORM);
      case LECUN -> named(org.deeplearning4j.nn.weights.WeightInit.LECUN_NORMAL);
      case ZEROS -> new WeightInitConstant(0.0);
      case ONES -> new WeightInitConstant(1.0);
      case CONSTANT -> new WeightInitConstant(init.value());
      case NORMAL -> drawn(new NormalDistribution(init.mean(), init.std()));
      case UNIFORM ->
          init.low() < init.high()
              ? drawn(new UniformDistribution(init.low(), init.high()))
              : new WeightInitConstant(init.low());
      case ORTHOGONAL, IDENTITY -> new WeightInitConstant(0.0);
    };
  }

  private static IWeightInit named(org.deeplearning4j.nn.weights.WeightInit name) {
    return name.getWeightInitFunction();
  }

  private static IWeightInit drawn(Distribution distribution) {
    return new WeightInitDistribution(distribution);
  }
}
