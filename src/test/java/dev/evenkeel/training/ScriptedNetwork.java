package dev.evenkeel.training;

import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.ArrayVector;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NativeFile;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerShape;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network of one parameter an output unit whose gradients and losses are written down beforehand.
 * Its updates are plain gradient descent, and each parameter is the unit's answer to everything.
 */
public final class ScriptedNetwork implements TrainableNetwork {

  private final List<Double> gradients = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final Deque<Double> validationLosses = new ArrayDeque<>();
  private final List<Double> rates = new ArrayList<>();
  private final List<Batch> batches = new ArrayList<>();
  private float[] parameters;
  private float[] gradient;
  private float[] update;
  private int units;
  private int step;
  private int size;
  private int exports;
  private boolean closed;

  private ScriptedNetwork() {}

  /** Each step's mean gradient has this norm; the last one goes on for ever. */
  public static ScriptedNetwork withGradientNorms(double... norms) {
    ScriptedNetwork network = new ScriptedNetwork();
    for (double norm : norms) {
      network.gradients.add(norm);
    }
    return network;
  }

  public ScriptedNetwork withLosses(double... script) {
    for (double loss : script) {
      losses.add(loss);
    }
    return this;
  }

  /** What each evaluation of a split that fits one batch answers. */
  public ScriptedNetwork withValidationLosses(double... script) {
    for (double loss : script) {
      validationLosses.add(loss);
    }
    return this;
  }

  /** Updates applied so far. */
  public int updates() {
    return rates.size();
  }

  public List<Double> rates() {
    return rates;
  }

  /** Row numbers of each batch, in order. */
  public List<List<Integer>> seenRows() {
    return batches.stream()
        .map(b -> java.util.Arrays.stream(b.rows()).limit(b.size()).boxed().toList())
        .toList();
  }

  public float[] weights() {
    return parameters;
  }

  public boolean isClosed() {
    return closed;
  }

  public int exports() {
    return exports;
  }

  public NetworkProvider provider() {
    return new NetworkProvider() {
      @Override
      public TrainableNetwork create(
          NetworkPlan plan, dev.evenkeel.training.spec.TrainingSpec spec) {
        units = plan.output().shape().outputs();
        // Behind the units' parameters lie weights of nothing, which an exported graph wants.
        parameters = new float[units * (1 + Math.toIntExact(plan.output().in().size()))];
        gradient = new float[parameters.length];
        update = new float[parameters.length];
        return ScriptedNetwork.this;
      }

      @Override
      public TrainableNetwork restore(
          NetworkPlan plan,
          dev.evenkeel.training.spec.TrainingSpec spec,
          List<Integer> logVariances) {
        return create(plan, spec);
      }

      @Override
      public String kind() {
        return "scripted";
      }

      @Override
      public Map<String, String> warmUp() {
        return Map.of();
      }

      @Override
      public Map<String, String> provenance(NetworkPlan plan) {
        return Map.of("network", "scripted");
      }
    };
  }

  @Override
  public List<LayerShape> layers() {
    return List.of(new LayerShape(0, "output", "output", 1, units, parameters.length));
  }

  @Override
  public List<ParameterSegment> segments() {
    return List.of(
        new ParameterSegment(0, "b", 0, units, units, true),
        new ParameterSegment(0, "W", units, parameters.length - units, units, true));
  }

  @Override
  public double computeGradients(Batch batch) {
    batches.add(
        new Batch(
            batch.size(),
            batch.features().clone(),
            batch.featureWidth(),
            batch.labels().clone(),
            batch.labelWidth(),
            batch.weights().clone(),
            batch.rows().clone()));
    size = batch.size();
    double norm = gradients.get(Math.min(step, gradients.size() - 1));
    java.util.Arrays.fill(gradient, 0);
    gradient[0] = (float) (norm * size);
    double loss = step < losses.size() ? losses.get(step) : 0.1;
    step++;
    return loss;
  }

  @Override
  public FlatVector gradient() {
    return new ArrayVector(gradient);
  }

  @Override
  public void applyUpdate(double learningRate) {
    rates.add(learningRate);
    for (int i = 0; i < parameters.length; i++) {
      update[i] = (float) (learningRate * gradient[i] / size);
      parameters[i] -= update[i];
    }
  }

  @Override
  public FlatVector update() {
    return new ArrayVector(update);
  }

  @Override
  public FlatVector parameters() {
    return new ArrayVector(parameters);
  }

  @Override
  public ActivationSample activations() {
    return new ActivationSample(new double[] {0.25}, new double[] {0}, new double[] {Double.NaN});
  }

  @Override
  public void sampleActivations() {}

  @Override
  public void predict(Batch batch, float[] into) {
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(parameters, 0, into, i * units, units);
    }
  }

  @Override
  public double loss(Batch batch) {
    return validationLosses.isEmpty() ? 1 : validationLosses.remove();
  }

  @Override
  public NetworkSnapshot snapshot() {
    return new NetworkSnapshot(parameters.clone(), new float[0], updates(), new long[] {step});
  }

  @Override
  public Optional<NativeFile> save(Path folder) {
    exports++;
    return Optional.empty();
  }

  @Override
  public void restore(NetworkSnapshot snapshot) {
    parameters = snapshot.parameters().clone();
    step = (int) snapshot.randomState()[0];
  }

  @Override
  public void close() {
    closed = true;
  }
}
