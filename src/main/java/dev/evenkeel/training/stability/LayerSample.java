package dev.evenkeel.training.stability;

/**
 * What monitors see of the layers in every tenth iteration, after its update. Arrays are reused,
 * valid during the call only.
 *
 * @param iteration counts from 1, replays included
 * @param planned the iteration of the plan that it is
 * @param epoch counts from 1
 * @param updateRatios ‖update‖/‖parameters‖ of each layer with parameters
 * @param deadUnits by index in the network: the share of units at or below 0 on the whole batch;
 *     NaN where the layer does not rectify
 * @param saturatedUnits by index in the network: the share of activations at a bound; NaN where
 *     there are no bounds
 */
public record LayerSample(
    long iteration,
    long planned,
    int epoch,
    double[] updateRatios,
    double[] deadUnits,
    double[] saturatedUnits) {}
