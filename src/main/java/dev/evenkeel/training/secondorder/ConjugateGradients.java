package dev.evenkeel.training.secondorder;

import java.util.List;

/**
 * Nonlinear conjugate gradients after Polak and Ribière, never with a negative β (PR+; Nocedal and
 * Wright, 2006, equation 5.45), restarted where successive gradients are far from orthogonal
 * (Powell, 1977) or after as many steps as there are dimensions.
 */
final class ConjugateGradients implements Directions {

  private static final double ORTHOGONAL = 0.2;

  private final float[] last;
  private double beta;
  private int steps;

  ConjugateGradients(int length) {
    last = new float[length];
  }

  @Override
  public void next(float[] gradient, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (float) (beta * last[i] - gradient[i]);
    }
    System.arraycopy(into, 0, last, 0, into.length);
  }

  @Override
  public void learn(Step step) {
    double before = Vectors.dot(step.gradientFrom(), step.gradientFrom());
    double after = Vectors.dot(step.gradientTo(), step.gradientTo());
    double both = Vectors.dot(step.gradientTo(), step.gradientFrom());
    beta = Math.max(0, (after - both) / before);
    steps++;
    if (Math.abs(both) >= ORTHOGONAL * after || steps >= last.length || !Double.isFinite(beta)) {
      forget();
    }
  }

  @Override
  public void forget() {
    beta = 0;
    steps = 0;
  }

  @Override
  public boolean hasMemory() {
    return beta != 0;
  }

  @Override
  public Memory memory() {
    return new Memory(List.of(last.clone()), new double[] {beta, steps});
  }

  @Override
  public void restore(Memory memory) {
    System.arraycopy(memory.vectors().get(0), 0, last, 0, last.length);
    beta = memory.numbers()[0];
    steps = (int) memory.numbers()[1];
  }

  @Override
  public boolean knowsLengths() {
    return false;
  }

  @Override
  public double curvature() {
    return 0.1;
  }

  @Override
  public void close() {}
}
