package dev.evenkeel.training.stability;

/**
 * Numbers gathered only when something was found, to separate its causes.
 *
 * @param learningRate rate of this iteration
 * @param nonFiniteRows row numbers in the dataset, from 0, of the batch's first examples with an
 *     input or label that is not finite
 * @param nonFiniteCount how many such examples the batch has
 * @param batchMaxAbs largest finite input of the batch, by absolute value
 * @param parameterNorm L2 norm of the parameters now
 * @param initialParameterNorm L2 norm of the parameters when the run began
 * @param firstLoss loss of the first step; NaN in the first step
 * @param previousLoss loss of the step before; NaN in the first step
 */
public record StepEvidence(
    double learningRate,
    int[] nonFiniteRows,
    int nonFiniteCount,
    double batchMaxAbs,
    double parameterNorm,
    double initialParameterNorm,
    double firstLoss,
    double previousLoss) {}
