package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkProvider;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.spec.TrainingSpec;
import java.nio.file.Path;
import java.util.Map;

/** Makes networks that Deeplearning4j computes. */
public final class Dl4jNetworkProvider implements NetworkProvider {

  @Override
  public TrainableNetwork create(NetworkPlan plan, TrainingSpec spec) {
    return new Dl4jNetwork(plan, spec);
  }

  @Override
  public Map<String, String> export(
      TrainableNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing, Path folder) {
    throw new UnsupportedOperationException();
  }
}
