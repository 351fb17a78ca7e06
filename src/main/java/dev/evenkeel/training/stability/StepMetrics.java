package dev.evenkeel.training.stability;

/**
 * What monitors see of an iteration, after its gradient is known and before the update is applied.
 *
 * @param iteration counts from 1, replays included
 * @param planned the iteration of the plan that it is, from 1; goes back after a rollback
 * @param epoch counts from 1
 * @param loss mean loss of the batch
 * @param gradientNorm L2 norm of the mean gradient, before clipping
 * @param layerGradientNorms of each layer with parameters; reused, valid during the call only
 * @param statisticsFinite whether batch normalization's running statistics would stay finite
 */
public record StepMetrics(
    long iteration,
    long planned,
    int epoch,
    double loss,
    double gradientNorm,
    double[] layerGradientNorms,
    boolean statisticsFinite) {

  /** A step of a run that never goes back. */
  public StepMetrics(
      long iteration,
      int epoch,
      double loss,
      double gradientNorm,
      double[] layerGradientNorms,
      boolean statisticsFinite) {
    this(iteration, iteration, epoch, loss, gradientNorm, layerGradientNorms, statisticsFinite);
  }
}
