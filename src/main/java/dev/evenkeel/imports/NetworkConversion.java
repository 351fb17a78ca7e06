package dev.evenkeel.imports;

import dev.evenkeel.training.TrainingResult;
import dev.evenkeel.training.data.DatasetSchema;
import dev.evenkeel.training.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.List;

/** Makes the artifacts of a model from a network's description and its stored weights. */
public interface NetworkConversion {

  /**
   * What is to be converted.
   *
   * @param provider which reads the weights
   * @param spec the network, and where its weights lie
   * @param schema what goes in and out
   * @param logVariances layers whose running variance is stored as a logarithm
   */
  record ConversionRequest(
      String provider, TrainingSpec spec, DatasetSchema schema, List<Integer> logVariances) {}

  /**
   * Converts, in a process of its own.
   *
   * @param folder empty; receives model.json and the files that it names
   * @throws dev.evenkeel.error.ServiceException where the weights don't fit, or no process can be
   *     had
   */
  TrainingResult convert(ConversionRequest request, Path folder);
}
