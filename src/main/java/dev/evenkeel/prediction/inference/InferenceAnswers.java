package dev.evenkeel.prediction.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of the Open Inference Protocol. */
final class InferenceAnswers {

  private InferenceAnswers() {}

  record Server(String name, String version, List<String> extensions) {}

  record Live(boolean live) {}

  record Ready(boolean ready) {}

  record ModelReady(String name, boolean ready) {}

  record Error(String error) {}

  /** A tensor's name, type and shape; -1 where any size fits. */
  record TensorMetadata(String name, String datatype, long[] shape) {}

  record ModelMetadata(
      String name,
      List<String> versions,
      String platform,
      List<TensorMetadata> inputs,
      List<TensorMetadata> outputs) {}

  record Tensor(String name, String datatype, long[] shape, double[] data) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Inference(
      String modelName, String modelVersion, @Nullable String id, List<Tensor> outputs) {}
}
