package dev.evenkeel.training.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws matrices whose rows or columns, whichever are fewer, are at right angles and of one length
 * (Saxe et al., 2014).
 *
 * <p>By Gram and Schmidt's way, each vector twice, in numbers of its own: Deeplearning4j's takes a
 * square of the longer side, which for a vocabulary is more memory than there is.
 */
final class OrthogonalMatrix {

  private OrthogonalMatrix() {}

  /**
   * @param matrix [rows, columns]; overwritten
   * @param gain the length of each vector
   */
  static void fill(INDArray matrix, double gain) {
    boolean wide = matrix.columns() > matrix.rows();
    int vectors = Math.min(matrix.rows(), matrix.columns());
    int length = Math.max(matrix.rows(), matrix.columns());
    float[][] drawn = new float[vectors][];
    for (int i = 0; i < vectors; i++) {
      drawn[i] = Nd4j.randn(1, length).toFloatVector();
      for (int pass = 0; pass < 2; pass++) {
        standUpright(drawn, i);
      }
      scale(drawn[i], 1 / Math.sqrt(product(drawn[i], drawn[i])));
    }
    for (int i = 0; i < vectors; i++) {
      scale(drawn[i], gain);
      INDArray vector = Nd4j.createFromArray(drawn[i]).castTo(matrix.dataType());
      if (wide) {
        matrix.putRow(i, vector);
      } else {
        matrix.putColumn(i, vector);
      }
    }
  }

  /** Takes from a vector what it shares with those before it. */
  private static void standUpright(float[][] vectors, int index) {
    float[] vector = vectors[index];
    for (int i = 0; i < index; i++) {
      float shared = (float) product(vectors[i], vector);
      float[] other = vectors[i];
      for (int k = 0; k < vector.length; k++) {
        vector[k] -= shared * other[k];
      }
    }
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void scale(float[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= (float) factor;
    }
  }
}
