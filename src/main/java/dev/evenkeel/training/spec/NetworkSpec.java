package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hidden layers and what they share. The output layer follows from the dataset unless {@code
 * output} overrides it.
 *
 * @param layers the hidden layers; those of the base model where there is one
 * @param weightInit how all weights start whose layer says nothing; null: by the kind of layer
 * @param biasInit initial bias of hidden layers; the output's is 0
 * @param l1 strength of the L1 penalty on weights, not on biases
 * @param l2 strength of the L2 penalty on weights, not on biases
 * @param baseModelId the model whose layers and weights the training starts from
 * @param freezeUpTo index of the last hidden layer that keeps the base model's weights, those
 *     before it included; null where all are trained
 */
public record NetworkSpec(
    @Nullable List<LayerSpec> layers,
    @Nullable OutputSpec output,
    @Nullable WeightInit weightInit,
    @Nullable Double biasInit,
    @Nullable Double l1,
    @Nullable Double l2,
    @Nullable String baseModelId,
    @Nullable Integer freezeUpTo) {

  /** A network that starts from random weights. */
  public NetworkSpec(
      List<LayerSpec> layers,
      @Nullable OutputSpec output,
      @Nullable WeightInit weightInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2) {
    this(layers, output, weightInit, biasInit, l1, l2, null, null);
  }

  /** The same with other hidden layers. */
  public NetworkSpec withLayers(List<LayerSpec> others) {
    return new NetworkSpec(others, output, weightInit, biasInit, l1, l2, baseModelId, freezeUpTo);
  }

  @JsonCreator
  public NetworkSpec {
    layers = layers == null ? List.of() : List.copyOf(layers);
    output = output == null ? OutputSpec.derived() : output;
    biasInit = biasInit == null ? 0.0 : biasInit;
    l1 = l1 == null ? 0.0 : l1;
    l2 = l2 == null ? 0.0 : l2;
  }
}
