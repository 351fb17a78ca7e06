package dev.evenkeel.training;

/**
 * The numbers of consecutive iterations as primitive arrays, the form in which they travel and are
 * stored.
 *
 * @param firstIteration iteration of element 0; the elements follow each other without a gap
 * @param loss [steps]
 * @param gradientNorm [steps], over all layers
 * @param layerGradientNorms [layers with parameters][steps]
 * @param sampled [samples], the iterations in which the arrays below were measured
 * @param updateRatios [layers with parameters][samples]
 * @param parameterNorms [layers with parameters][samples]
 * @param zeroFractions [layers with parameters][samples]
 */
public record StepBatch(
    long firstIteration,
    double[] loss,
    double[] gradientNorm,
    double[][] layerGradientNorms,
    long[] sampled,
    double[][] updateRatios,
    double[][] parameterNorms,
    double[][] zeroFractions) {

  public int steps() {
    return loss.length;
  }

  public long lastIteration() {
    return firstIteration + steps() - 1;
  }
}
