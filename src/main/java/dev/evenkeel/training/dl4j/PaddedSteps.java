package dev.evenkeel.training.dl4j;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Makes what stands behind the end of each sequence zero before windows go over it, so that a
 * sequence is the same whatever it is padded to, and fills a batch up that is shorter than a
 * window.
 */
final class PaddedSteps {

  private final int window;
  private @Nullable INDArray mask;
  private long steps;

  /**
   * @param window steps without which there would be no output
   */
  PaddedSteps(int window) {
    this.window = window;
  }

  void end(@Nullable INDArray mask) {
    this.mask = mask;
  }

  /** The input [n, features, steps] as windows may see it. */
  INDArray zeroed(INDArray input, LayerWorkspaceMgr memory) {
    steps = input.size(2);
    if (mask == null && steps >= window) {
      return input;
    }
    long[] shape = {input.size(0), input.size(1), Math.max(steps, window)};
    INDArray own = memory.create(ArrayType.INPUT, input.dataType(), shape, 'c');
    INDArray given = given(own);
    given.assign(input);
    if (mask != null) {
      Broadcast.mul(given, mask, given, 0, 2);
    }
    return own;
  }

  /** The gradient of what came, from that of what windows saw. */
  INDArray cut(INDArray gradient, LayerWorkspaceMgr memory) {
    INDArray given =
        gradient.size(2) == steps
            ? gradient
            : memory.dup(ArrayType.ACTIVATION_GRAD, given(gradient), 'c');
    if (mask != null) {
      Broadcast.mul(given, mask, given, 0, 2);
    }
    return given;
  }

  private INDArray given(INDArray all) {
    return all.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, steps));
  }
}
