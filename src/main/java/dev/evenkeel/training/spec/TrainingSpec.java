package dev.evenkeel.training.spec;

import org.jspecify.annotations.Nullable;

/**
 * Everything an engine must know to train, apart from the data itself.
 *
 * @param base the model to start from, or null to start from random weights
 */
public record TrainingSpec(
    SplitSpec split,
    PreprocessingSpec preprocessing,
    NetworkSpec network,
    OptimizationSpec training,
    StabilitySpec stability,
    @Nullable BaseModel base) {

  /** A training that starts from random weights. */
  public TrainingSpec(
      SplitSpec split,
      PreprocessingSpec preprocessing,
      NetworkSpec network,
      OptimizationSpec training,
      StabilitySpec stability) {
    this(split, preprocessing, network, training, stability, null);
  }

  /** The same from the weights of a trained model. */
  public TrainingSpec startingFrom(BaseModel model) {
    return new TrainingSpec(split, preprocessing, network, training, stability, model);
  }
}
