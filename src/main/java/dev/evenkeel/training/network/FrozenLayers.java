package dev.evenkeel.training.network;

import dev.evenkeel.training.plan.layers.LayerShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network whose first layers keep their parameters: their gradient is nothing, and no penalty,
 * decay or running statistic moves them, to the last bit.
 *
 * <p>Belongs to one thread.
 */
public final class FrozenLayers implements TrainableNetwork {

  private final TrainableNetwork network;
  private final int frozen;
  private final float[] kept;

  /** Freezes layers up to the one of this index, included. */
  public static FrozenLayers upTo(int layer, TrainableNetwork network) {
    int frozen =
        network.segments().stream()
            .filter(segment -> segment.layer() <= layer)
            .mapToInt(ParameterSegment::length)
            .sum();
    return new FrozenLayers(network, frozen);
  }

  /**
   * @param frozen parameters at the start of the flat vector
   */
  private FrozenLayers(TrainableNetwork network, int frozen) {
    this.network = network;
    this.frozen = frozen;
    this.kept = new float[frozen];
    network.parameters().read(0, kept, frozen);
  }

  @Override
  public List<LayerShape> layers() {
    return network.layers();
  }

  /** What is frozen has no penalty, so that nobody adds one to a gradient of nothing. */
  @Override
  public List<ParameterSegment> segments() {
    return network.segments().stream()
        .map(segment -> segment.offset() < frozen ? segment.withoutPenalty() : segment)
        .toList();
  }

  @Override
  public double computeGradients(Batch batch) {
    double loss = network.computeGradients(batch);
    network.gradient().scale(0, frozen, 0);
    return loss;
  }

  @Override
  public FlatVector gradient() {
    return network.gradient();
  }

  @Override
  public PendingStep pending() {
    return network.pending();
  }

  @Override
  public void resume(PendingStep step) {
    network.resume(step);
  }

  @Override
  public void applyUpdate(double learningRate) {
    network.applyUpdate(learningRate);
    network.parameters().write(0, kept, frozen);
    network.update().scale(0, frozen, 0);
  }

  @Override
  public void configureRate(double learningRate) {
    network.configureRate(learningRate);
  }

  @Override
  public FlatVector update() {
    return network.update();
  }

  @Override
  public FlatVector parameters() {
    return network.parameters();
  }

  @Override
  public ActivationSample activations() {
    return network.activations();
  }

  @Override
  public void sampleActivations() {
    network.sampleActivations();
  }

  @Override
  public void predict(Batch batch, float[] into) {
    network.predict(batch, into);
  }

  @Override
  public double loss(Batch batch) {
    return network.loss(batch);
  }

  @Override
  public NetworkSnapshot snapshot() {
    return network.snapshot();
  }

  @Override
  public void restore(NetworkSnapshot snapshot) {
    network.restore(snapshot);
  }

  @Override
  public Optional<NativeFile> save(Path folder) throws IOException {
    return network.save(folder);
  }

  @Override
  public void close() {
    network.close();
  }
}
