package dev.evenkeel.training.spec;

/**
 * Activation functions. {@code GELU} is x·sigmoid(1.702x), the approximation that Deeplearning4j
 * computes.
 */
public enum Activation {
  RELU,
  LEAKY_RELU,
  ELU,
  SELU,
  GELU,
  SWISH,
  TANH,
  SIGMOID,
  SOFTPLUS,
  LINEAR,
  SOFTMAX,
  /** Of recurrent layers only. */
  HARD_SIGMOID,
  /** Of recurrent layers only. */
  SOFTSIGN
}
