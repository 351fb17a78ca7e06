package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.layers.TensorShape;
import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The same numbers, row by row, in another shape: what Deeplearning4j's own preprocessors don't do
 * for sequences and for images of several channels.
 *
 * <p>Its name stands in a model's zip, which needs this class to load. Immutable.
 */
public final class RowMajorReshape implements InputPreProcessor {

  private static final long serialVersionUID = 1L;

  private final long[] from;
  private final long[] to;

  /**
   * @param from [features], [steps, features] or [height, width, channels]
   * @param to the same of the result
   */
  @JsonCreator
  public RowMajorReshape(@JsonProperty("from") long[] from, @JsonProperty("to") long[] to) {
    this.from = from.clone();
    this.to = to.clone();
  }

  static RowMajorReshape between(TensorShape from, TensorShape to) {
    return new RowMajorReshape(sizes(from), sizes(to));
  }

  /** Of a shape that doesn't vary. */
  private static long[] sizes(TensorShape shape) {
    return shape.sizes().stream().mapToLong(Integer::longValue).toArray();
  }

  @JsonProperty("from")
  public long[] from() {
    return from.clone();
  }

  @JsonProperty("to")
  public long[] to() {
    return to.clone();
  }

  @Override
  public INDArray preProcess(INDArray input, int examples, LayerWorkspaceMgr memory) {
    return reshaped(input, to, memory, ArrayType.ACTIVATIONS);
  }

  @Override
  public INDArray backprop(INDArray gradient, int examples, LayerWorkspaceMgr memory) {
    return reshaped(gradient, from, memory, ArrayType.ACTIVATION_GRAD);
  }

  private static INDArray reshaped(
      INDArray array, long[] sizes, LayerWorkspaceMgr memory, ArrayType type) {
    INDArray rows = memory.dup(type, featuresLast(array), 'c');
    long[] whole = new long[sizes.length + 1];
    whole[0] = array.size(0);
    System.arraycopy(sizes, 0, whole, 1, sizes.length);
    INDArray turned = rows.reshape('c', whole);
    return sizes.length == 1 ? turned : memory.dup(type, featuresFirst(turned), 'c');
  }

  private static INDArray featuresLast(INDArray array) {
    return switch (array.rank()) {
      case 3 -> array.permute(0, 2, 1);
      case 4 -> array.permute(0, 2, 3, 1);
      default -> array;
    };
  }

  private static INDArray featuresFirst(INDArray array) {
    return array.rank() == 3 ? array.permute(0, 2, 1) : array.permute(0, 3, 1, 2);
  }

  @Override
  public InputType getOutputType(InputType input) {
    return switch (to.length) {
      case 1 -> InputType.feedForward(to[0]);
      case 2 -> InputType.recurrent(to[1], to[0]);
      default -> InputType.convolutional(to[0], to[1], to[2]);
    };
  }

  /** What is reshaped has one length. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int examples) {
    return new Pair<>(null, state);
  }

  @Override
  public RowMajorReshape clone() {
    return new RowMajorReshape(from, to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowMajorReshape that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }
}
