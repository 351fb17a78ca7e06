package dev.evenkeel.prediction.inference;

import dev.evenkeel.error.ErrorCode;
import dev.evenkeel.error.ServiceException;
import dev.evenkeel.prediction.LoadedModel;
import dev.evenkeel.prediction.RawExamples;
import dev.evenkeel.prediction.inference.InferenceAnswers.Tensor;
import dev.evenkeel.training.ModelManifest;

/** Checks an inference request against a model and runs it. */
final class Inference {

  private final LoadedModel model;
  private final InferenceInputs inputs;

  Inference(LoadedModel model, int maxExamples) {
    this.model = model;
    this.inputs = new InferenceInputs(model, maxExamples);
  }

  Tensor run(InferenceRequest request) {
    for (String output : request.outputs()) {
      if (!output.equals(ModelManifest.ONNX_OUTPUT)) {
        throw new ServiceException(
            ErrorCode.INVALID_REQUEST,
            "There is no output '%s'; the model's is '%s'."
                .formatted(output, ModelManifest.ONNX_OUTPUT));
      }
    }
    RawExamples examples = inputs.examples(request.inputs());
    int width = model.answers().outputs();
    double[] data = new double[examples.count() * width];
    double[] block = new double[Math.min(examples.count(), model.blockSize()) * width];
    for (int from = 0; from < examples.count(); ) {
      int to = model.blockEnd(examples, from);
      model.run(examples, from, to, block);
      System.arraycopy(block, 0, data, from * width, (to - from) * width);
      from = to;
    }
    return new Tensor(
        ModelManifest.ONNX_OUTPUT, "FP64", new long[] {examples.count(), width}, data);
  }
}
