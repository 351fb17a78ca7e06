package dev.evenkeel.training.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Draws matrices whose rows or columns, whichever are fewer, are at right angles and of one length
 * (Saxe et al., 2014).
 *
 * <p>Normal vectors, made upright by Gram and Schmidt's way, each twice, a block at a time.
 * Deeplearning4j's takes a square of the longer side, which for a vocabulary is more memory than
 * there is.
 */
final class OrthogonalMatrix {

  private static final int BLOCK = 64;

  private OrthogonalMatrix() {}

  /**
   * @param matrix [rows, columns]; overwritten
   * @param gain the length of each vector
   */
  static void fill(INDArray matrix, double gain) {
    boolean wide = matrix.columns() > matrix.rows();
    INDArray upright = upright(wide ? matrix : matrix.transpose());
    matrix.assign(wide ? upright : upright.transpose()).muli(gain);
  }

  private static INDArray upright(INDArray like) {
    int vectors = like.rows();
    INDArray all = Nd4j.create(like.dataType(), vectors, like.columns());
    for (int from = 0; from < vectors; from += BLOCK) {
      int to = Math.min(vectors, from + BLOCK);
      INDArray block = Nd4j.randn(like.dataType(), to - from, like.columns());
      for (int pass = 0; pass < 2; pass++) {
        if (from > 0) {
          INDArray before = all.get(NDArrayIndex.interval(0, from), NDArrayIndex.all());
          block.subi(block.mmul(before.transpose()).mmul(before));
        }
        block = uprightAmongThemselves(block);
      }
      all.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).assign(block);
    }
    return all;
  }

  private static INDArray uprightAmongThemselves(INDArray block) {
    double[][] rows = block.toDoubleMatrix();
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < i; k++) {
        add(rows[i], rows[k], -product(rows[i], rows[k]));
      }
      scale(rows[i], 1 / Math.sqrt(product(rows[i], rows[i])));
    }
    return Nd4j.createFromArray(rows).castTo(block.dataType());
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double[] other, double factor) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * other[i];
    }
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }
}
