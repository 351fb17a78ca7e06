package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlan.Hidden;
import dev.evenkeel.training.NetworkPlan.Penalty;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OptimizerSpec;
import dev.evenkeel.training.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * Translates a plan into Deeplearning4j's configuration, one of its layers for each of ours.
 *
 * <p>Only classes of Deeplearning4j appear in it, so that a model's zip loads without Evenkeel.
 */
final class NetworkConfigurationBuilder {

  private final OptimizerSpec optimizer;
  private final long seed;

  NetworkConfigurationBuilder(TrainingSpec spec) {
    this.optimizer = spec.training().optimizer();
    this.seed = spec.training().seed();
  }

  MultiLayerConfiguration build(NetworkPlan plan) {
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(DataType.FLOAT)
            .updater(Optimizers.configure(optimizer))
            .list();
    plan.hidden().forEach(hidden -> layers.layer(hiddenLayer(hidden)));
    return layers
        .layer(outputLayer(plan.output()))
        // An unwise pair of activation and loss is the client's to choose; it comes with a warning.
        .validateOutputLayerConfig(false)
        .setInputType(InputType.feedForward(plan.input().shape().width()))
        .build();
  }

  private Layer hiddenLayer(Hidden hidden) {
    LayerSpec layer = hidden.spec();
    if (layer instanceof LayerSpec.Dense dense) {
      return denseLayer(dense, hidden);
    }
    if (layer instanceof LayerSpec.Dropout dropout) {
      return dropoutLayer(dropout.rate());
    }
    if (layer instanceof LayerSpec.ActivationOnly only) {
      return activationLayer(Activations.configure(only.activation()));
    }
    if (layer instanceof LayerSpec.BatchNormalization normalization) {
      return normalizationLayer(normalization);
    }
    throw new IllegalArgumentException("Unknown layer %s.".formatted(layer));
  }

  private Layer denseLayer(LayerSpec.Dense dense, Hidden hidden) {
    return new DenseLayer.Builder()
        .nIn(hidden.shape().inputs())
        .nOut(hidden.shape().outputs())
        .activation(Activations.configure(dense.activation()))
        .weightInit(
            WeightInits.configure(
                hidden.initialization().weights(),
                hidden.shape().inputs(),
                hidden.shape().outputs()))
        .biasInit(hidden.initialization().bias())
        .regularization(penalties(hidden.penalty()))
        .regularizationBias(List.of())
        .build();
  }

  private static Layer dropoutLayer(double rate) {
    // Deeplearning4j takes the share that is kept, and reads 0 as "no dropout".
    return rate == 0
        ? activationLayer(new ActivationIdentity())
        : new DropoutLayer.Builder().dropOut(1.0 - rate).build();
  }

  private static Layer activationLayer(IActivation activation) {
    return new ActivationLayer.Builder().activation(activation).build();
  }

  private static Layer normalizationLayer(LayerSpec.BatchNormalization normalization) {
    return new BatchNormalization.Builder()
        .decay(normalization.decay())
        .eps(normalization.epsilon())
        // A variance as such: its logarithm would lose units that never vary.
        .useLogStd(false)
        .build();
  }

  private Layer outputLayer(NetworkPlan.Output output) {
    return new OutputLayer.Builder(Losses.configure(output.loss()))
        .nIn(output.shape().inputs())
        .nOut(output.shape().outputs())
        .activation(Activations.configure(output.activation()))
        .weightInit(
            WeightInits.configure(
                output.weights(), output.shape().inputs(), output.shape().outputs()))
        .biasInit(0)
        .regularization(penalties(output.penalty()))
        .regularizationBias(List.of())
        .build();
  }

  /** What pulls at a layer's weights, its biases left alone. */
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
