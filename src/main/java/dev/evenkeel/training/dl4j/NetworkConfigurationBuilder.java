package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.LayerShape;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Translates a plan into Deeplearning4j's configuration, one of its layers for each of ours.
 *
 * <p>All sizes are the plan's own, so that Deeplearning4j infers none. Only classes of
 * Deeplearning4j appear in it, so that a model's zip loads without Evenkeel; {@link
 * RowMajorReshape} is the exception.
 */
final class NetworkConfigurationBuilder {

  /** The native generator takes a seed of 0 for none, and goes by the clock. */
  private static final long INSTEAD_OF_ZERO = 0x9E3779B97F4A7C15L;

  private final OptimizerSpec optimizer;
  private final long seed;
  private final DataType numbers;
  private final Learning learning;

  NetworkConfigurationBuilder(TrainingSpec spec) {
    this(spec, DataType.FLOAT);
  }

  /**
   * @param numbers double for tests that compare gradients with finite differences
   */
  NetworkConfigurationBuilder(TrainingSpec spec, DataType numbers) {
    this.optimizer = spec.training().optimizer();
    this.seed = spec.training().seed();
    this.numbers = numbers;
    this.learning = new Learning(optimizer);
  }

  MultiLayerConfiguration build(NetworkPlan plan) {
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed == 0 ? INSTEAD_OF_ZERO : seed)
            .dataType(numbers)
            .updater(Optimizers.configure(optimizer))
            .list();
    Arrangement arrangement = new Arrangement(plan);
    for (Hidden hidden : plan.hidden()) {
      put(
          layers,
          hidden.shape(),
          Dl4jLayer.of(hidden).configuration(learning),
          arrangement.before(hidden));
    }
    NetworkPlan.Output output = plan.output();
    put(layers, output.shape(), outputLayer(output), arrangement.before(output));
    return layers
        // An unwise pair of activation and loss is the client's to choose; it comes with a warning.
        .validateOutputLayerConfig(false)
        .build();
  }

  private static void put(
      NeuralNetConfiguration.ListBuilder layers,
      LayerShape shape,
      Layer layer,
      @Nullable InputPreProcessor before) {
    layers.layer(shape.index(), layer);
    if (before != null) {
      layers.inputPreProcessor(shape.index(), before);
    }
  }

  private Layer outputLayer(NetworkPlan.Output output) {
    OutputLayer.Builder builder =
        new OutputLayer.Builder(Losses.configure(output.loss()))
            .nIn(output.shape().inputs())
            .nOut(output.shape().outputs())
            .activation(Activations.configure(output.activation()));
    return learning.of(builder, output.weights(), output.penalty()).build();
  }
}
