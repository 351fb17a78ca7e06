package dev.evenkeel.training.network;

import dev.evenkeel.training.plan.layers.LayerShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The seam between the trainer and whatever computes gradients.
 *
 * <p>A step is: {@link #computeGradients}, look, perhaps scale, then {@link #applyUpdate}, or not.
 * Not applying is a veto: parameters and updater state stay as they are, bit for bit. With every
 * update applied and none scaled, the parameters are bit-identical to Deeplearning4j's own {@code
 * fit}.
 *
 * <p>Belongs to one thread, the one that made it.
 */
public interface TrainableNetwork extends AutoCloseable {

  /** Every layer, the output layer last. */
  List<LayerShape> layers();

  /** Every parameter array, in the order of the flat vectors. */
  List<ParameterSegment> segments();

  /**
   * Runs forward and backward over a batch, dropout and batch statistics in training mode.
   *
   * @return the mean loss of the batch without penalties (L1, L2); may be non-finite
   */
  double computeGradients(Batch batch);

  /**
   * The gradient of the last batch: the SUM over its examples, as the update rule divides by the
   * batch size itself. Its mean is this divided by {@link Batch#size()}.
   */
  FlatVector gradient();

  /** The last batch's gradient, to be brought back by {@link #resume} after others. */
  default PendingStep pending() {
    float[] copy = new float[gradient().length()];
    gradient().read(0, copy, copy.length);
    return new PendingStep(copy, 0);
  }

  /** The next {@link #applyUpdate} applies this gradient. */
  default void resume(PendingStep step) {
    gradient().write(0, step.gradient(), step.gradient().length);
  }

  /**
   * Penalties, update rule and step, with the rate given; afterwards {@link #update()} holds what
   * was subtracted.
   */
  void applyUpdate(double learningRate);

  /** The run goes on at another rate than was asked for: a saved network is to name this one. */
  default void configureRate(double learningRate) {}

  /** What the last {@link #applyUpdate} subtracted from the parameters. */
  FlatVector update();

  FlatVector parameters();

  /**
   * What the last training activations that were sampled show. Costs a pass over the activations,
   * so it is asked for.
   */
  ActivationSample activations();

  /** Asks the next {@link #computeGradients} to keep what {@link #activations} needs. */
  void sampleActivations();

  /** The network's outputs in inference mode, [n, output units] row by row into {@code into}. */
  void predict(Batch batch, float[] into);

  /**
   * Mean loss of outputs against labels, as {@link #computeGradients} defines it, without touching
   * the network.
   */
  double loss(Batch batch);

  /** Parameters, updater state, counters and random state: enough to replay bit for bit. */
  NetworkSnapshot snapshot();

  void restore(NetworkSnapshot snapshot);

  /**
   * Writes its present state in a form of its provider's own, from which that can start another.
   *
   * @param folder takes the file
   * @return what was written; empty where the provider has no such form
   */
  default Optional<NativeFile> save(Path folder) throws IOException {
    return Optional.empty();
  }

  @Override
  void close();
}
