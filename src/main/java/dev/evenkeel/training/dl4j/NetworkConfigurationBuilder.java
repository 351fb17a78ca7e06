package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.LayerShape;
import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlan.Hidden;
import dev.evenkeel.training.NetworkPlan.Penalty;
import dev.evenkeel.training.TensorShape;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.spec.WeightInit;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

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
      put(layers, hidden.shape(), hiddenLayer(hidden), arrangement.before(hidden));
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

  private Layer hiddenLayer(Hidden hidden) {
    LayerSpec layer = hidden.spec();
    if (layer instanceof LayerSpec.Dense dense) {
      return denseLayer(dense, hidden);
    }
    if (layer instanceof LayerSpec.Conv2d conv) {
      TensorShape.Image in = (TensorShape.Image) hidden.in();
      TensorShape.Image out = (TensorShape.Image) hidden.out();
      return weighted(ImageLayers.convolution(conv, in, out), hidden).build();
    }
    if (layer instanceof LayerSpec.Recurrent recurrent) {
      BaseRecurrentLayer steps = recurrentLayer(recurrent, hidden);
      return hidden.out() instanceof TensorShape.Vector ? new LastTimeStep(steps) : steps;
    }
    if (layer instanceof LayerSpec.Bidirectional both) {
      BaseRecurrentLayer steps = recurrentLayer(both.layer(), hidden);
      // Each half's own last step; of the whole, the backward half's would be its first.
      return new Bidirectional(
          hidden.out() instanceof TensorShape.Vector ? new LastTimeStep(steps) : steps);
    }
    if (layer instanceof LayerSpec.Embedding embedding) {
      return embeddingLayer(embedding, hidden);
    }
    return PlainLayers.configure(hidden);
  }

  private Layer denseLayer(LayerSpec.Dense dense, Hidden hidden) {
    return weighted(
            new DenseLayer.Builder()
                .nIn(hidden.shape().inputs())
                .nOut(hidden.shape().outputs())
                .activation(Activations.configure(dense.activation())),
            hidden)
        .build();
  }

  private BaseRecurrentLayer recurrentLayer(LayerSpec.Recurrent layer, Hidden hidden) {
    if (layer instanceof LayerSpec.Lstm lstm) {
      return recurrent(
              new LSTM.Builder()
                  .forgetGateBiasInit(lstm.forgetGateBias())
                  .gateActivationFunction(new ActivationSigmoid()),
              layer,
              hidden)
          .build();
    }
    return recurrent(new SimpleRnn.Builder(), layer, hidden).build();
  }

  private <B extends BaseRecurrentLayer.Builder<B>> B recurrent(
      B builder, LayerSpec.Recurrent layer, Hidden hidden) {
    int units = layer.units();
    return weighted(
        builder
            .nIn(hidden.in().width())
            .nOut(units)
            .dataFormat(RNNFormat.NCW)
            .activation(Activations.configure(layer.activation()))
            .weightInitRecurrent(WeightInits.configure(layer.recurrentInit())),
        hidden);
  }

  private Layer embeddingLayer(LayerSpec.Embedding embedding, Hidden hidden) {
    return weighted(
            new EmbeddingSequenceLayer.Builder()
                .nIn(embedding.vocabulary())
                .nOut(embedding.units())
                .inferInputLength(true)
                .outputDataFormat(RNNFormat.NCW)
                .activation(new ActivationIdentity()),
            hidden)
        .build();
  }

  private Layer outputLayer(NetworkPlan.Output output) {
    OutputLayer.Builder builder =
        new OutputLayer.Builder(Losses.configure(output.loss()))
            .nIn(output.shape().inputs())
            .nOut(output.shape().outputs())
            .activation(Activations.configure(output.activation()));
    return weighted(builder, output.weights(), output.penalty()).build();
  }

  private <B extends BaseLayer.Builder<B>> B weighted(B builder, Hidden hidden) {
    weighted(builder, hidden.initialization().weights(), hidden.penalty());
    builder.setBiasInit(hidden.initialization().bias());
    return builder;
  }

  private <B extends BaseLayer.Builder<B>> B weighted(B builder, WeightInit init, Penalty penalty) {
    builder.setWeightInitFn(WeightInits.configure(init));
    builder.setBiasInit(0);
    // Said to each layer, as Deeplearning4j's defaults don't reach inside a bidirectional one.
    builder.setIupdater(Optimizers.configure(optimizer));
    builder.setRegularization(penalties(penalty));
    builder.setRegularizationBias(List.of());
    return builder;
  }

  /** What pulls at a layer's weights, recurrent ones included, its biases left alone. */
  private List<Regularization> penalties(Penalty penalty) {
    List<Regularization> penalties = new ArrayList<>();
    if (penalty.l1() != 0) {
      penalties.add(new L1Regularization(penalty.l1()));
    }
    if (penalty.l2() != 0) {
      penalties.add(new L2Regularization(penalty.l2()));
    }
    if (optimizer.type() == OptimizerSpec.Type.ADAMW && optimizer.weightDecay() != 0) {
      penalties.add(new WeightDecay(optimizer.weightDecay(), true));
    }
    return penalties;
  }
}
