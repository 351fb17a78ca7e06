package dev.evenkeel.training.secondorder;

/** The function to be minimised. It answers the same to the same question for one whole step. */
public interface Objective {

  /**
   * Computes value and gradient at a point.
   *
   * @param gradient receives the gradient; its content means nothing where the value is not finite
   * @return the value; NaN or infinite where it overflows, or where {@link #isInterrupted()}
   */
  double evaluate(float[] point, float[] gradient);

  /** Whether somebody wants the search to end now. */
  boolean isInterrupted();
}
