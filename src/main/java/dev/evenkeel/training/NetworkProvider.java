package dev.evenkeel.training;

import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes networks and writes them down. */
public interface NetworkProvider {

  /** Builds and initialises a network on the calling thread, which alone may use it. */
  TrainableNetwork create(NetworkPlan plan, TrainingSpec spec);

  /**
   * Builds a network with the weights that the spec's base holds, all of them.
   *
   * @param logVariances layers whose running variance is stored there as log10 of the deviation
   * @throws TrainingRefusedException where they are not as many as the network has
   */
  TrainableNetwork restore(NetworkPlan plan, TrainingSpec spec, List<Integer> logVariances);

  /**
   * Writes {@code model.zip} and {@code model.onnx} of the network's present parameters; the ONNX
   * graph holds the preprocessing and, for regression, the way back to the user's units.
   *
   * @return what the parameters' bits depend on: versions, kernels, thread counts
   */
  Map<String, String> export(
      TrainableNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing, Path folder);
}
