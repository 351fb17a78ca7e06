package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.LayerRegistry;
import dev.evenkeel.training.spec.LayerSpec;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How Deeplearning4j builds one layer of a plan. One class a type, found by its name: {@code
 * Dl4jDense} for {@code Dense}.
 */
interface Dl4jLayer {

  static Dl4jLayer of(Hidden hidden) {
    return Registered.LAYERS.create(hidden.spec(), hidden, hidden.spec());
  }

  /** Filled when the first layer is asked for. */
  final class Registered {

    private static final LayerRegistry<Dl4jLayer> LAYERS =
        LayerRegistry.of(Dl4jLayer.class, "Dl4j%s");

    private Registered() {}
  }

  /** How a layer takes a sequence. */
  enum StepOrder {
    /** [b, features, steps]. */
    TOGETHER,
    /** A row a step, [b · steps, features]. */
    ROW_BY_ROW,
    /** As it comes: each number is seen by itself. */
    EITHER
  }

  Hidden hidden();

  LayerSpec layer();

  /** Deeplearning4j's name for the layer. */
  Layer configuration(Learning learning);

  /** Starts the weights that Deeplearning4j would start otherwise than asked. */
  void start(InitialWeights weights);

  StepOrder steps();

  /**
   * What turns the layer's input before it gets it, beside the order of steps; null where nothing
   * must.
   *
   * @param anyOrder whether nobody behind minds in which order numbers lie in a vector
   */
  default @Nullable InputPreProcessor turning(boolean anyOrder) {
    return null;
  }

  /** Whether padding could be mistaken for data, so that the layer must know where it begins. */
  default boolean needsMask() {
    return false;
  }

  /** Whether Deeplearning4j's own layer could go on training. */
  default boolean isTrainableByItself() {
    return true;
  }

  /** The layer that is to compute in the place of Deeplearning4j's own; most are good as it is. */
  default org.deeplearning4j.nn.api.Layer working(
      org.deeplearning4j.nn.api.Layer original, DataType numbers) {
    return original;
  }

  /** Where the layer's parameters are found. */
  default int index() {
    return hidden().shape().index();
  }
}
