package dev.evenkeel.training.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hidden layers and what they share. The output layer follows from the dataset unless {@code
 * output} overrides it.
 *
 * @param biasInit initial bias of hidden layers; the output's is 0
 * @param l1 strength of the L1 penalty on weights, not on biases
 * @param l2 strength of the L2 penalty on weights, not on biases
 */
public record NetworkSpec(
    List<LayerSpec> layers,
    @Nullable OutputSpec output,
    @Nullable WeightInit weightInit,
    @Nullable Double biasInit,
    @Nullable Double l1,
    @Nullable Double l2) {

  public NetworkSpec {
    layers = List.copyOf(layers);
    output = output == null ? OutputSpec.derived() : output;
    weightInit = weightInit == null ? WeightInit.named(WeightInit.Type.HE) : weightInit;
    biasInit = biasInit == null ? 0.0 : biasInit;
    l1 = l1 == null ? 0.0 : l1;
    l2 = l2 == null ? 0.0 : l2;
  }
}
