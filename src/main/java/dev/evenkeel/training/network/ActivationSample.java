package dev.evenkeel.training.network;

import java.util.Arrays;

/**
 * What the last sampled training activations of each layer show, by layer index; NaN where it means
 * nothing. The padding of shorter sequences counts like the rest.
 *
 * @param zeroFractions share of zeros, of layers that rectify
 * @param deadUnits share of units (channels, where there are pixels) that are nowhere in the batch
 *     above zero, of layers that rectify
 * @param saturatedUnits share of activations at the flat ends of tanh or of a sigmoid
 */
public record ActivationSample(
    double[] zeroFractions, double[] deadUnits, double[] saturatedUnits) {

  /** Of layers none of which was looked at. */
  public static ActivationSample unknown(int layers) {
    return new ActivationSample(unknowns(layers), unknowns(layers), unknowns(layers));
  }

  private static double[] unknowns(int layers) {
    double[] unknowns = new double[layers];
    Arrays.fill(unknowns, Double.NaN);
    return unknowns;
  }

  /** In arrays of its own. */
  public ActivationSample copy() {
    return new ActivationSample(zeroFractions.clone(), deadUnits.clone(), saturatedUnits.clone());
  }
}
