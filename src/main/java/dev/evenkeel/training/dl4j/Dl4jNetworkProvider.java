package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.Batch;
import dev.evenkeel.training.FlatVector;
import dev.evenkeel.training.FrozenLayers;
import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlan.Input;
import dev.evenkeel.training.NetworkPlan.Output;
import dev.evenkeel.training.NetworkPlan.Penalty;
import dev.evenkeel.training.NetworkProvider;
import dev.evenkeel.training.ParameterSegment;
import dev.evenkeel.training.TensorShape.Vector;
import dev.evenkeel.training.TrainableNetwork;
import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.onnx.OnnxExport;
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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** Makes networks that Deeplearning4j computes, and writes them as its zip and as ONNX. */
public final class Dl4jNetworkProvider implements NetworkProvider {

  private static final long MOST_WEIGHTS = 1L << 30;

  static {
    FencedExecutioner.install();
  }

  @Override
  public TrainableNetwork create(NetworkPlan plan, TrainingSpec spec) {
    Dl4jNetwork network = new Dl4jNetwork(plan, spec);
    if (spec.base() != null) {
      startFrom(Path.of(spec.base().parameters()), network, plan);
    }
    return network;
  }

  /** All weights but the output layer's, and those as well where they are as many. */
  private static void startFrom(Path zip, Dl4jNetwork network, NetworkPlan plan) {
    FlatVector parameters = network.parameters();
    float[] weights = StoredWeights.read(zip, MOST_WEIGHTS);
    int hidden = Math.toIntExact(plan.parameters() - plan.output().shape().parameters());
    if (weights.length < hidden) {
      network.close();
      throw new TrainingRefusedException(
          "weights_differ",
          "The base model holds %d weights, but its layers have room for %d."
              .formatted(weights.length, hidden));
    }
    boolean sameOutput = weights.length == parameters.length();
    parameters.write(0, weights, sameOutput ? weights.length : hidden);
  }

  @Override
  public TrainableNetwork restore(NetworkPlan plan, TrainingSpec spec, List<Integer> logVariances) {
    Path zip = Path.of(Objects.requireNonNull(spec.base(), "nothing to restore").parameters());
    float[] weights = StoredWeights.read(zip, plan.parameters());
    if (weights.length != plan.parameters()) {
      throw new TrainingRefusedException(
          "weights_differ",
          "The zip holds %d weights, but its layers have room for %d."
              .formatted(weights.length, plan.parameters()));
    }
    Dl4jNetwork network = new Dl4jNetwork(plan, spec);
    for (ParameterSegment segment : network.segments()) {
      if (segment.name().equals("var") && logVariances.contains(segment.layer())) {
        fromLogarithms(weights, segment);
      }
    }
    network.parameters().write(0, weights, weights.length);
    return network;
  }

  /** var = (10^s)², as Deeplearning4j's own batch normalization reads it. */
  private static void fromLogarithms(float[] weights, ParameterSegment segment) {
    for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
      weights[i] = (float) Math.pow(10, 2.0 * weights[i]);
    }
  }

  @Override
  public Map<String, String> export(
      TrainableNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing, Path folder) {
    TrainableNetwork inner = network instanceof FrozenLayers frozen ? frozen.inner() : network;
    if (!(inner instanceof Dl4jNetwork ours)) {
      throw new IllegalArgumentException("%s is not ours to export.".formatted(network));
    }
    ours.exposeForSaving(
        stock -> {
          try {
            writeZip(stock, ZipNotes.isTrainable(plan), folder.resolve(ModelManifest.DL4J_FILE));
            new OnnxExport(ours, plan, preprocessing)
                .write(folder.resolve(ModelManifest.ONNX_FILE));
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

  private static void writeZip(MultiLayerNetwork network, boolean withUpdater, Path file)
      throws IOException {
    ModelSerializer.writeModel(network, file.toFile(), withUpdater);
  }

  private static Map<String, String> provenance(Dl4jNetwork network, NetworkPlan plan) {
    Map<String, String> facts = new TreeMap<>(Provenance.libraries());
    facts.put("seed", String.valueOf(network.seed()));
    facts.putAll(ZipNotes.of(plan));
    return facts;
  }
}
