package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.onnx.OnnxExport;
import dev.evenkeel.training.plan.NetworkPlan;
import java.io.IOException;
import java.nio.file.Path;

/** Writes what a run would leave of a network, for tests that need no run. */
final class Exports {

  private Exports() {}

  /** Both the zip and the ONNX graph. */
  static void write(
      TrainableNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing, Path folder)
      throws IOException {
    network.save(folder);
    new OnnxExport(network, plan, preprocessing).write(folder.resolve(ModelManifest.ONNX_FILE));
  }

  static Path zip(Path folder) {
    return folder.resolve(Dl4jNetwork.FILE.name());
  }
}
