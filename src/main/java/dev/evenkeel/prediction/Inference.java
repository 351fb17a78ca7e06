package dev.evenkeel.prediction;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.InferenceAnswers.Tensor;
import dev.evenkeel.training.ModelManifest;
import java.util.List;

/** Checks an inference request against a model and runs it. */
final class Inference {

  private static final List<String> DATATYPES = List.of("FP64", "FP32");

  private final LoadedModel model;
  private final int maxRows;

  Inference(LoadedModel model, int maxRows) {
    this.model = model;
    this.maxRows = maxRows;
  }

  Tensor run(InferenceRequest request) {
    InferenceRequest.Tensor input = request.input();
    check(input);
    for (String output : request.outputs()) {
      require(
          output.equals(ModelManifest.ONNX_OUTPUT),
          "There is no output '%s'; the model's is '%s'.",
          output,
          ModelManifest.ONNX_OUTPUT);
    }
    checkValues(input);
    int rows = (int) input.shape()[0];
    int width = model.answers().outputs();
    double[] data = new double[rows * width];
    double[] block = new double[model.blockRows() * width];
    for (int from = 0; from < rows; from += model.blockRows()) {
      int count = Math.min(model.blockRows(), rows - from);
      model.run(input.data(), from, count, block);
      System.arraycopy(block, 0, data, from * width, count * width);
    }
    return new Tensor(ModelManifest.ONNX_OUTPUT, "FP64", new long[] {rows, width}, data);
  }

  private void check(InferenceRequest.Tensor input) {
    int columns = model.schema().width();
    require(
        input.name().equals(ModelManifest.ONNX_INPUT),
        "There is no input '%s'; the model's is '%s'.",
        input.name(),
        ModelManifest.ONNX_INPUT);
    require(
        DATATYPES.contains(input.datatype()),
        "The input's datatype is FP64 (FP32 is taken too), not %s.",
        input.datatype());
    require(
        input.shape().length == 2 && input.shape()[0] >= 1 && input.shape()[1] == columns,
        "The input's shape is [rows, %d].",
        columns);
    if (input.shape()[0] > maxRows) {
      throw new ServiceException(
          ErrorCode.TOO_LARGE, "A request takes at most %d rows.".formatted(maxRows));
    }
    require(
        input.data().length == input.shape()[0] * columns,
        "The shape asks for %d values, data has %d.",
        input.shape()[0] * columns,
        input.data().length);
  }

  /** The graph would answer numbers that mean nothing to it all the same. */
  private void checkValues(InferenceRequest.Tensor input) {
    int columns = model.schema().width();
    FaultList faults = new FaultList();
    for (int i = 0; i < input.data().length; i++) {
      int position = i;
      FaultList.Place place = () -> "/inputs/0/data/" + position;
      ValueReader.index(input.data()[i], model.schema().column(i % columns), place, faults);
    }
    faults.throwIfAny();
  }

  private static void require(boolean condition, String message, Object... values) {
    if (!condition) {
      throw new ServiceException(ErrorCode.INVALID_REQUEST, message.formatted(values));
    }
  }
}
