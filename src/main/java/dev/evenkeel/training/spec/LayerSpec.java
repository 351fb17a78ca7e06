package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** One hidden layer as asked for; what is null follows from the network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(LayerSpec.Dense.class),
  @JsonSubTypes.Type(LayerSpec.Dropout.class),
  @JsonSubTypes.Type(LayerSpec.ActivationOnly.class),
  @JsonSubTypes.Type(LayerSpec.BatchNormalization.class)
})
public sealed interface LayerSpec {

  /** A fully connected layer. */
  @JsonTypeName("dense")
  record Dense(
      int units,
      @Nullable Activation activation,
      @Nullable WeightInit weightInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements LayerSpec {

    public Dense {
      activation = activation == null ? Activation.RELU : activation;
    }
  }

  /**
   * Inverted dropout while training.
   *
   * @param rate the share of inputs that is dropped, in [0, 1)
   */
  @JsonTypeName("dropout")
  record Dropout(double rate) implements LayerSpec {}

  /** An activation function alone. */
  @JsonTypeName("activation")
  record ActivationOnly(Activation activation) implements LayerSpec {}

  /**
   * Batch normalization (Ioffe and Szegedy, 2015).
   *
   * @param decay weight of the old running statistics
   */
  @JsonTypeName("batch_normalization")
  record BatchNormalization(@Nullable Double decay, @Nullable Double epsilon) implements LayerSpec {

    public BatchNormalization {
      decay = decay == null ? 0.9 : decay;
      epsilon = epsilon == null ? 1e-5 : epsilon;
    }
  }
}
