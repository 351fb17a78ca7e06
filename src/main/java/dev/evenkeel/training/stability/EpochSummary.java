package dev.evenkeel.training.stability;

/**
 * What monitors see of an epoch that has ended.
 *
 * @param iteration the last of it, from 1, replays included
 * @param planned the iteration of the plan that it was
 * @param epoch counts from 1
 * @param trainLoss mean of the losses of its iterations; NaN where none was finite
 * @param minorityRecall share of the rarest class's examples that are recognised in the validation
 *     split, or the training split where there is none; NaN where there are no classes
 */
public record EpochSummary(
    long iteration, long planned, int epoch, double trainLoss, double minorityRecall) {}
