package dev.evenkeel.training.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.evenkeel.testing.NativeTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@NativeTest
class OrthogonalMatrixTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 1", "1, 5", "64, 64", "65, 130", "300, 200", "20000, 70"})
  void theFewerVectorsAreAtRightAnglesAndOfOneLength(int rows, int columns) {
    INDArray matrix = Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'f');

    OrthogonalMatrix.fill(matrix, 2);

    INDArray products =
        rows < columns ? matrix.mmul(matrix.transpose()) : matrix.transpose().mmul(matrix);
    INDArray expected = Nd4j.eye(Math.min(rows, columns)).castTo(DataType.FLOAT).muli(4);
    assertThat(products.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-5);
  }
}
