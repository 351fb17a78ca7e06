package dev.evenkeel.training.secondorder;

/** Sums over float vectors, in double. */
final class Vectors {

  private Vectors() {}

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  static double norm(float[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** into = a + factor · b. */
  static void add(float[] a, double factor, float[] b, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (float) (a[i] + factor * b[i]);
    }
  }

  static void scale(float[] a, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (factor * a[i]);
    }
  }
}
