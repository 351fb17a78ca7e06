package dev.evenkeel.training;

import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.ArrayVector;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NetworkProvider;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A network without hidden layers that really learns, by plain gradient descent: softmax with
 * cross-entropy, or linear with squared error.
 */
public final class GeneralizedLinearNetwork implements TrainableNetwork {

  private final NetworkPlan plan;
  private final int inputs;
  private final int units;
  private float[] parameters;
  private final float[] gradient;
  private int size;
  private int updates;

  GeneralizedLinearNetwork(NetworkPlan plan) {
    this.plan = plan;
    inputs = plan.input().shape().width();
    units = plan.output().shape().outputs();
    parameters = new float[units * (inputs + 1)];
    gradient = new float[parameters.length];
    for (int i = 0; i < units * inputs; i++) {
      parameters[i] = 0.1f * (i % 3 - 1);
    }
  }

  public static NetworkProvider provider() {
    return provider(created -> {});
  }

  /** Shows each network that it makes to {@code onCreate}. */
  public static NetworkProvider provider(Consumer<GeneralizedLinearNetwork> onCreate) {
    return new NetworkProvider() {
      @Override
      public TrainableNetwork create(NetworkPlan plan, TrainingSpec spec) {
        GeneralizedLinearNetwork network = new GeneralizedLinearNetwork(plan);
        onCreate.accept(network);
        return network;
      }

      @Override
      public TrainableNetwork restore(
          NetworkPlan plan, TrainingSpec spec, List<Integer> logVariances) {
        return create(plan, spec);
      }

      @Override
      public String kind() {
        return "generalized_linear";
      }

      @Override
      public Map<String, String> warmUp() {
        return Map.of();
      }

      @Override
      public Map<String, String> provenance(NetworkPlan plan) {
        return Map.of("network", "generalized linear");
      }
    };
  }

  @Override
  public List<LayerShape> layers() {
    return plan.shapes();
  }

  @Override
  public List<ParameterSegment> segments() {
    return List.of(
        new ParameterSegment(0, "W", 0, units * inputs, units, true),
        new ParameterSegment(0, "b", units * inputs, units, units, true));
  }

  @Override
  public double computeGradients(Batch batch) {
    size = batch.size();
    float[] outputs = new float[size * units];
    predict(batch, outputs);
    java.util.Arrays.fill(gradient, 0);
    for (int i = 0; i < size; i++) {
      float weight = batch.weights().length == 0 ? 1 : batch.weights()[i];
      for (int k = 0; k < units; k++) {
        float error = weight * (outputs[i * units + k] - batch.labels()[i * units + k]);
        for (int j = 0; j < inputs; j++) {
          gradient[k * inputs + j] += error * batch.features()[i * inputs + j];
        }
        gradient[units * inputs + k] += error;
      }
    }
    return loss(batch);
  }

  @Override
  public double loss(Batch batch) {
    float[] outputs = new float[batch.size() * units];
    predict(batch, outputs);
    double loss = 0;
    for (int at = 0; at < outputs.length; at++) {
      double label = batch.labels()[at];
      double error = outputs[at] - label;
      double weight = batch.weights().length == 0 ? 1 : batch.weights()[at / units];
      loss +=
          weight
              * (isSoftmax() ? -label * Math.log(Math.max(1e-10, outputs[at])) : error * error / 2);
    }
    return loss / batch.size();
  }

  @Override
  public void predict(Batch batch, float[] into) {
    for (int i = 0; i < batch.size(); i++) {
      double total = 0;
      for (int k = 0; k < units; k++) {
        float sum = parameters[units * inputs + k];
        for (int j = 0; j < inputs; j++) {
          sum += parameters[k * inputs + j] * batch.features()[i * inputs + j];
        }
        into[i * units + k] = isSoftmax() ? (float) Math.exp(sum) : sum;
        total += into[i * units + k];
      }
      for (int k = 0; isSoftmax() && k < units; k++) {
        into[i * units + k] /= (float) total;
      }
    }
  }

  private boolean isSoftmax() {
    return plan.output().activation() == Activation.SOFTMAX;
  }

  @Override
  public FlatVector gradient() {
    return new ArrayVector(gradient);
  }

  @Override
  public void applyUpdate(double learningRate) {
    updates++;
    for (int i = 0; i < parameters.length; i++) {
      gradient[i] = (float) (learningRate * gradient[i] / size);
      parameters[i] -= gradient[i];
    }
  }

  @Override
  public FlatVector update() {
    return new ArrayVector(gradient);
  }

  @Override
  public FlatVector parameters() {
    return new ArrayVector(parameters);
  }

  @Override
  public ActivationSample activations() {
    return ActivationSample.unknown(1);
  }

  @Override
  public void sampleActivations() {}

  @Override
  public NetworkSnapshot snapshot() {
    return new NetworkSnapshot(parameters.clone(), new float[0], updates, new long[0]);
  }

  @Override
  public void restore(NetworkSnapshot snapshot) {
    parameters = snapshot.parameters().clone();
    updates = snapshot.iteration();
  }

  @Override
  public void close() {}
}
