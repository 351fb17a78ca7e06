package dev.evenkeel.training.spec;

/** Loss functions of the output layer, each the mean over the examples of a batch. */
public enum Loss {
  CROSS_ENTROPY,
  BINARY_CROSS_ENTROPY,
  MSE,
  MAE,
  HUBER,
  HINGE,
  KL_DIVERGENCE,
  MSLE,
  POISSON
}
