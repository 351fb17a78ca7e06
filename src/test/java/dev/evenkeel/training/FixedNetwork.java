package dev.evenkeel.training;

import dev.evenkeel.training.network.ActivationSample;
import dev.evenkeel.training.network.ArrayVector;
import dev.evenkeel.training.network.Batch;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.NetworkSnapshot;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.layers.LayerShape;
import java.util.List;

/** A network of which only gradient and parameters exist. */
public record FixedNetwork(float[] gradients, float[] weights) implements TrainableNetwork {

  @Override
  public FlatVector gradient() {
    return new ArrayVector(gradients);
  }

  @Override
  public FlatVector parameters() {
    return new ArrayVector(weights);
  }

  @Override
  public List<LayerShape> layers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ParameterSegment> segments() {
    throw new UnsupportedOperationException();
  }

  @Override
  public double computeGradients(Batch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void applyUpdate(double learningRate) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FlatVector update() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ActivationSample activations() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sampleActivations() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void predict(Batch batch, float[] into) {
    throw new UnsupportedOperationException();
  }

  @Override
  public double loss(Batch batch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NetworkSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void restore(NetworkSnapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
