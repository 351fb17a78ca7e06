package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.Batch;
import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlan.Input;
import dev.evenkeel.training.NetworkPlan.Output;
import dev.evenkeel.training.NetworkPlan.Penalty;
import dev.evenkeel.training.NetworkProvider;
import dev.evenkeel.training.TensorShape.Vector;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** Makes networks that Deeplearning4j computes, and writes them as its zip and as ONNX. */
public final class Dl4jNetworkProvider implements NetworkProvider {

  @Override
  public TrainableNetwork create(NetworkPlan plan, TrainingSpec spec) {
    return new Dl4jNetwork(plan, spec);
  }

  @Override
  public Map<String, String> export(
      TrainableNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing, Path folder) {
    if (!(network instanceof Dl4jNetwork ours)) {
      throw new IllegalArgumentException("%s is not ours to export.".formatted(network));
    }
    ours.exposeForSaving(
        stock -> {
          try {
            writeZip(stock, folder.resolve(ModelManifest.DL4J_FILE));
            writeOnnx(stock, plan, preprocessing, folder.resolve(ModelManifest.ONNX_FILE));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return provenance(ours, plan);
  }

  /** Loads the native libraries and runs one small step on the calling thread. */
  public void warmUp() {
    var shape = new LayerShape(0, "output", "output", 2, 2, 6);
    var init = WeightInit.named(WeightInit.Type.XAVIER);
    var output =
        new Output(
            shape, new Vector(2), Activation.SOFTMAX, Loss.CROSS_ENTROPY, init, new Penalty(0, 0));
    var spec =
        new TrainingSpec(
            SplitSpec.defaults(),
            PreprocessingSpec.defaults(),
            new NetworkSpec(List.of(), null, null, null, null, null),
            OptimizationSpec.defaults(),
            StabilitySpec.defaults());
    try (var network =
        create(new NetworkPlan(Input.values(new Vector(2)), List.of(), output), spec)) {
      float[] identity = {1, 0, 0, 1};
      network.computeGradients(new Batch(2, identity, 2, identity, 2, new float[0], new int[2]));
      network.applyUpdate(0.1);
    }
  }

  /** Versions and kernels of this process, loaded by now or by this call. */
  public Map<String, String> libraries() {
    return Provenance.libraries();
  }

  private static void writeZip(MultiLayerNetwork network, Path file) throws IOException {
    ModelSerializer.writeModel(network, file.toFile(), true);
  }

  private static void writeOnnx(
      MultiLayerNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing, Path file)
      throws IOException {
    try (OutputStream stream = Files.newOutputStream(file)) {
      OnnxExporter.export(network, plan, preprocessing).writeTo(stream);
    }
  }

  private static Map<String, String> provenance(Dl4jNetwork network, NetworkPlan plan) {
    Map<String, String> facts = new TreeMap<>(Provenance.libraries());
    facts.put("seed", String.valueOf(network.seed()));
    if (plan.output().loss() == Loss.HUBER) {
      facts.put("zip_loss", "mse in the place of huber, which Deeplearning4j lacks");
    }
    return facts;
  }
}
