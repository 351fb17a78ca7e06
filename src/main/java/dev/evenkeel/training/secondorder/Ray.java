package dev.evenkeel.training.secondorder;

/** The objective along one direction, as the line search sees it. */
interface Ray {

  /**
   * One look at the objective.
   *
   * @param step how far along the direction
   * @param value of the objective there
   * @param slope its derivative along the direction
   */
  record Look(double step, double value, double slope) {

    boolean isFinite() {
      return Double.isFinite(value) && Double.isFinite(slope);
    }
  }

  Look at(double step);

  boolean isInterrupted();
}
