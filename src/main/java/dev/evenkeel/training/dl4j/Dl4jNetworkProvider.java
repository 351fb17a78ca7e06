package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.TrainingRefusedException;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Input;
import dev.evenkeel.training.plan.NetworkPlan.Output;
import dev.evenkeel.training.plan.NetworkPlan.Penalty;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.NetworkSpec;
import dev.evenkeel.training.spec.OptimizationSpec;
import dev.evenkeel.training.spec.PreprocessingSpec;
import dev.evenkeel.training.spec.SplitSpec;
import dev.evenkeel.training.spec.StabilitySpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes networks that Deeplearning4j computes, and reads them from its zip. */
public final class Dl4jNetworkProvider implements NetworkProvider {

  static final String KIND = "deeplearning4j";

  private static final long MOST_WEIGHTS = 1L << 30;

  @Override
  public String kind() {
    return KIND;
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

  /** Loads the native libraries, unless the engine's device is one that they would crash on. */
  @Override
  public Map<String, String> warmUp() {
    CudaDevices.check(System.getenv());
    oneSmallStep();
    return Provenance.libraries();
  }

  private void oneSmallStep() {
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

  @Override
  public Map<String, String> provenance(NetworkPlan plan) {
    Map<String, String> facts = new TreeMap<>(Provenance.libraries());
    facts.putAll(ZipNotes.of(plan));
    return facts;
  }
}
