package dev.evenkeel.training;

/**
 * The numbers of one iteration. Mutable and reused, so that recording allocates nothing.
 *
 * <p>Arrays have one element for each layer with parameters, in network order.
 */
public final class StepRecord {

  /** Counts from 1. */
  public long iteration;

  /** Counts from 1. */
  public int epoch;

  /** Mean loss of the batch. */
  public double loss;

  /** L2 norm of the mean gradient over all layers, before clipping. */
  public double gradientNorm;

  /** L2 norm of each layer's mean gradient, before clipping. */
  public final double[] layerGradientNorms;

  /** Whether the three arrays below were measured in this iteration. */
  public boolean sampled;

  /** ‖update‖/‖parameters‖ of each layer. */
  public final double[] updateRatios;

  /** L2 norm of each layer's parameters. */
  public final double[] parameterNorms;

  /** Share of zeros in each layer's activations; NaN where it means nothing. */
  public final double[] zeroFractions;

  /** Whether the update was applied. */
  public boolean applied;

  public StepRecord(int layersWithParameters) {
    layerGradientNorms = new double[layersWithParameters];
    updateRatios = new double[layersWithParameters];
    parameterNorms = new double[layersWithParameters];
    zeroFractions = new double[layersWithParameters];
  }
}
