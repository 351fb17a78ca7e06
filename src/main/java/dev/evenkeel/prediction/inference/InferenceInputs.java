package dev.evenkeel.prediction.inference;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.FaultList;
import dev.evenkeel.prediction.InputSchema;
import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.inference.InferenceRequest.Tensor;
import dev.evenkeel.prediction.request.ValueReader;
import dev.evenkeel.training.ModelManifest;
import java.util.Arrays;
import java.util.List;

/**
 * Checks the tensors of an inference request: names, types, shapes, and every number that the graph
 * looks at. What it would do with a length or an index that is out of range is not an answer: it
 * reads beside its tables or kills the process.
 */
final class InferenceInputs {

  private static final List<String> NUMBERS = List.of("FP64", "FP32");
  private static final List<String> COUNTS = List.of("INT64", "INT32");

  private final LoadedModel model;
  private final InputSchema schema;
  private final long[] wanted;
  private final boolean takesLengths;
  private final int maxExamples;

  InferenceInputs(LoadedModel model, int maxExamples) {
    this.model = model;
    this.schema = model.schema();
    this.wanted = model.session().inputShape();
    this.takesLengths = model.session().takesLengths();
    this.maxExamples = maxExamples;
  }

  RawExamples examples(List<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      require(
          tensor.name().equals(ModelManifest.ONNX_INPUT)
              || (takesLengths && tensor.name().equals(ModelManifest.ONNX_LENGTHS)),
          "There is no input '%s'; the model takes %s.",
          tensor.name(),
          takesLengths ? "'input' and 'lengths'" : "'input'");
    }
    Tensor input = named(tensors, ModelManifest.ONNX_INPUT);
    check(input);
    int size = (int) input.shape()[0];
    int positions = takesLengths ? (int) input.shape()[1] : schema.mostPositions();
    int[] lengths = new int[size];
    Arrays.fill(lengths, positions);
    if (takesLengths) {
      readLengths(named(tensors, ModelManifest.ONNX_LENGTHS), positions, lengths);
    }
    int columns = schema.width();
    checkValues(input.data(), positions * columns, lengths);
    return RawExamples.of(columns, input.data(), positions * columns, lengths);
  }

  private static Tensor named(List<Tensor> tensors, String name) {
    List<Tensor> found = tensors.stream().filter(it -> it.name().equals(name)).toList();
    require(
        found.size() == 1, "The model takes one tensor '%s', there are %d.", name, found.size());
    return found.get(0);
  }

  private void check(Tensor input) {
    require(
        NUMBERS.contains(input.datatype()),
        "The input's datatype is %s (FP64 and FP32 are taken), not %s.",
        model.session().takesDoubles() ? "FP64" : "FP32",
        input.datatype());
    require(fits(input.shape()), "The input's shape is %s.", shapeText());
    if (input.shape()[0] > maxExamples) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE, "A request takes at most %d examples.".formatted(maxExamples));
    }
    int most = schema.mostPositions();
    require(
        !takesLengths || input.shape()[1] <= most,
        "The model takes at most %d steps, the shape says %d.",
        most,
        input.shape().length > 1 ? input.shape()[1] : 1);
    long numbers = Arrays.stream(input.shape()).reduce(1, Math::multiplyExact);
    require(
        input.data().length == numbers,
        "The shape asks for %d values, data has %d.",
        numbers,
        input.data().length);
  }

  private boolean fits(long[] shape) {
    if (shape.length != wanted.length) {
      return false;
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (wanted[axis] < 0 ? shape[axis] < 1 : shape[axis] != wanted[axis]) {
        return false;
      }
    }
    return true;
  }

  private String shapeText() {
    List<String> names = List.of("examples", "steps");
    StringBuilder text = new StringBuilder("[");
    for (int axis = 0; axis < wanted.length; axis++) {
      text.append(axis == 0 ? "" : ", ");
      text.append(wanted[axis] < 0 ? names.get(axis) : String.valueOf(wanted[axis]));
    }
    return text.append(", each at least 1]").toString();
  }

  private static void readLengths(Tensor tensor, int steps, int[] into) {
    require(
        COUNTS.contains(tensor.datatype()),
        "The datatype of lengths is INT64, not %s.",
        tensor.datatype());
    require(
        tensor.shape().length == 1
            && tensor.shape()[0] == into.length
            && tensor.data().length == into.length,
        "lengths holds one number for each of the %d examples.",
        into.length);
    for (int i = 0; i < into.length; i++) {
      double length = tensor.data()[i];
      require(
          length >= 1 && length <= steps && length == Math.rint(length),
          "lengths[%d] must be a whole number from 1 to %d.",
          i,
          steps);
      into[i] = (int) length;
    }
  }

  /** What lies behind a sequence's end is not looked at, here or by the graph. */
  private void checkValues(double[] data, int width, int[] lengths) {
    int columns = schema.width();
    FaultList faults = new FaultList();
    int[] at = {0};
    FaultList.Place place = () -> "/inputs/0/data/" + at[0];
    for (int example = 0; example < lengths.length; example++) {
      int end = example * width + lengths[example] * columns;
      for (at[0] = example * width; at[0] < end; at[0]++) {
        ValueReader.index(data[at[0]], schema.column(at[0] % columns), place, faults);
      }
    }
    faults.throwIfAny();
  }

  private static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new ServiceException(ErrorCode.INVALID_REQUEST, message.formatted(values));
    }
  }
}
