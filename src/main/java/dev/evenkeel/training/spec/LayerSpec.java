package dev.evenkeel.training.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One hidden layer as asked for; what is null follows from the network. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(LayerSpec.Dense.class),
  @JsonSubTypes.Type(LayerSpec.Conv2d.class),
  @JsonSubTypes.Type(LayerSpec.SeparableConv2d.class),
  @JsonSubTypes.Type(LayerSpec.Conv1d.class),
  @JsonSubTypes.Type(LayerSpec.MaxPooling1d.class),
  @JsonSubTypes.Type(LayerSpec.AveragePooling1d.class),
  @JsonSubTypes.Type(LayerSpec.MaxPooling2d.class),
  @JsonSubTypes.Type(LayerSpec.AveragePooling2d.class),
  @JsonSubTypes.Type(LayerSpec.GlobalPooling.class),
  @JsonSubTypes.Type(LayerSpec.Flatten.class),
  @JsonSubTypes.Type(LayerSpec.Reshape.class),
  @JsonSubTypes.Type(LayerSpec.Lstm.class),
  @JsonSubTypes.Type(LayerSpec.SimpleRnn.class),
  @JsonSubTypes.Type(LayerSpec.Bidirectional.class),
  @JsonSubTypes.Type(LayerSpec.Embedding.class),
  @JsonSubTypes.Type(LayerSpec.Dropout.class),
  @JsonSubTypes.Type(LayerSpec.ActivationOnly.class),
  @JsonSubTypes.Type(LayerSpec.BatchNormalization.class)
})
public sealed interface LayerSpec {

  /** A layer with weights, each of which may be started and penalised in its own way. */
  sealed interface Weighted extends LayerSpec
      permits Dense, Conv1d, Convolution2d, Recurrent, Embedding {

    @Nullable WeightInit weightInit();

    @Nullable Double biasInit();

    @Nullable Double l1();

    @Nullable Double l2();
  }

  /** A layer that goes through a sequence step by step. */
  sealed interface Recurrent extends Weighted permits Lstm, SimpleRnn {

    int units();

    Activation activation();

    /** How the weights from one step to the next start. */
    WeightInit recurrentInit();

    /** Whether the output is one vector a step or the last one alone; null: the network decides. */
    @Nullable Boolean returnSequences();
  }

  /** A fully connected layer; on a sequence the same for each step, an image is flattened. */
  @JsonTypeName("dense")
  record Dense(
      int units,
      @Nullable Activation activation,
      @Nullable WeightInit weightInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Weighted {

    public Dense {
      activation = activation == null ? Activation.RELU : activation;
    }
  }

  /** What becomes of an image's edges in a convolution. */
  enum Padding {
    /** Zeros around it: the output is as large as the input, divided by the stride. */
    SAME,
    /** None: the output is smaller. */
    VALID
  }

  /** A convolution over an image: a function of the patches that its kernel sees. */
  sealed interface Convolution2d extends Weighted permits Conv2d, SeparableConv2d {

    int filters();

    Size2d kernel();

    Size2d stride();

    Padding padding();

    Activation activation();

    /** Rows of zeros that {@code rows} of output need; below 0 where rows are left over instead. */
    default int paddingRows(int inputRows, int rows) {
      return (rows - 1) * stride().height() + kernel().height() - inputRows;
    }

    /** The same for columns. */
    default int paddingColumns(int inputColumns, int columns) {
      return (columns - 1) * stride().width() + kernel().width() - inputColumns;
    }
  }

  /** A convolution whose kernels see all channels. */
  @JsonTypeName("conv2d")
  record Conv2d(
      int filters,
      Size2d kernel,
      @Nullable Size2d stride,
      @Nullable Padding padding,
      @Nullable Activation activation,
      @Nullable WeightInit weightInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Convolution2d {

    public Conv2d {
      stride = stride == null ? Size2d.square(1) : stride;
      padding = padding == null ? Padding.VALID : padding;
      activation = activation == null ? Activation.RELU : activation;
    }
  }

  /**
   * A convolution in two: a kernel for each channel by itself, then the channels of each pixel are
   * mixed (Chollet, 2017). It has far fewer weights than {@link Conv2d}.
   */
  @JsonTypeName("separable_conv2d")
  record SeparableConv2d(
      int filters,
      Size2d kernel,
      @Nullable Size2d stride,
      @Nullable Padding padding,
      @Nullable Activation activation,
      @Nullable WeightInit weightInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Convolution2d {

    public SeparableConv2d {
      stride = stride == null ? Size2d.square(1) : stride;
      padding = padding == null ? Padding.VALID : padding;
      activation = activation == null ? Activation.RELU : activation;
    }
  }

  /** What becomes of a sequence's ends in a convolution. */
  enum StepPadding {
    /** Zeros at both ends: the output is as long as the input, divided by the stride. */
    SAME,
    /** None: the output is shorter. */
    VALID,
    /** Zeros in front: a step sees itself and what came before. */
    CAUSAL
  }

  /** A convolution over the steps of a sequence. */
  @JsonTypeName("conv1d")
  record Conv1d(
      int filters,
      int kernel,
      @Nullable Integer stride,
      @Nullable StepPadding padding,
      @Nullable Activation activation,
      @Nullable WeightInit weightInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Weighted {

    public Conv1d {
      stride = stride == null ? Integer.valueOf(1) : stride;
      padding = padding == null ? StepPadding.VALID : padding;
      activation = activation == null ? Activation.RELU : activation;
    }
  }

  /** One number for each window of steps. */
  sealed interface Pooling1d extends LayerSpec permits MaxPooling1d, AveragePooling1d {

    Integer size();

    Integer stride();
  }

  /** The largest number of each window of steps; an incomplete one at the end is left out. */
  @JsonTypeName("max_pooling1d")
  record MaxPooling1d(@Nullable Integer size, @Nullable Integer stride) implements Pooling1d {

    public MaxPooling1d {
      size = size == null ? Integer.valueOf(2) : size;
      stride = stride == null ? size : stride;
    }
  }

  /** The mean of each window of steps; an incomplete one at the end is left out. */
  @JsonTypeName("average_pooling1d")
  record AveragePooling1d(@Nullable Integer size, @Nullable Integer stride) implements Pooling1d {

    public AveragePooling1d {
      size = size == null ? Integer.valueOf(2) : size;
      stride = stride == null ? size : stride;
    }
  }

  /** One number for each patch of an image. */
  sealed interface Pooling2d extends LayerSpec permits MaxPooling2d, AveragePooling2d {

    Size2d size();

    Size2d stride();
  }

  /** The largest number of each patch of an image; incomplete patches at the edge are left out. */
  @JsonTypeName("max_pooling2d")
  record MaxPooling2d(@Nullable Size2d size, @Nullable Size2d stride) implements Pooling2d {

    public MaxPooling2d {
      size = size == null ? Size2d.square(2) : size;
      stride = stride == null ? size : stride;
    }
  }

  /** The mean of each patch of an image; incomplete patches at the edge are left out. */
  @JsonTypeName("average_pooling2d")
  record AveragePooling2d(@Nullable Size2d size, @Nullable Size2d stride) implements Pooling2d {

    public AveragePooling2d {
      size = size == null ? Size2d.square(2) : size;
      stride = stride == null ? size : stride;
    }
  }

  /** How the positions of a sequence or an image become one. */
  enum Pooling {
    MAX,
    AVERAGE
  }

  /** One number a feature over all steps, or a channel over all pixels; padding doesn't count. */
  @JsonTypeName("global_pooling")
  record GlobalPooling(@Nullable Pooling pooling) implements LayerSpec {

    public GlobalPooling {
      pooling = pooling == null ? Pooling.MAX : pooling;
    }
  }

  /** All numbers of an image or of sequences of one length, row by row. */
  @JsonTypeName("flatten")
  record Flatten() implements LayerSpec {}

  /**
   * The same numbers, row by row, in another shape.
   *
   * @param shape [features], [steps, features] or [height, width, channels]
   */
  @JsonTypeName("reshape")
  record Reshape(List<Integer> shape) implements LayerSpec {

    public Reshape {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000).
   *
   * @param activation of cell candidate and output; the gates are sigmoid
   * @param recurrentInit by default an orthogonal matrix for each gate: smaller ones learn short
   *     memories a little sooner and long ones often not at all
   * @param forgetGateBias initial bias of the forget gate (Jozefowicz et al., 2015)
   */
  @JsonTypeName("lstm")
  record Lstm(
      int units,
      @Nullable Activation activation,
      @Nullable Boolean returnSequences,
      @Nullable WeightInit weightInit,
      @Nullable WeightInit recurrentInit,
      @Nullable Double biasInit,
      @Nullable Double forgetGateBias,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Recurrent {

    public Lstm {
      activation = activation == null ? Activation.TANH : activation;
      recurrentInit =
          recurrentInit == null ? WeightInit.named(WeightInit.Type.ORTHOGONAL) : recurrentInit;
      forgetGateBias = forgetGateBias == null ? 1.0 : forgetGateBias;
    }
  }

  /** The plain recurrence h = f(W x + R h' + b) (Elman, 1990). */
  @JsonTypeName("simple_rnn")
  record SimpleRnn(
      int units,
      @Nullable Activation activation,
      @Nullable Boolean returnSequences,
      @Nullable WeightInit weightInit,
      @Nullable WeightInit recurrentInit,
      @Nullable Double biasInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Recurrent {

    public SimpleRnn {
      activation = activation == null ? Activation.TANH : activation;
      recurrentInit =
          recurrentInit == null ? WeightInit.named(WeightInit.Type.ORTHOGONAL) : recurrentInit;
    }
  }

  /**
   * Two recurrent layers, one from each end, their outputs side by side (Schuster and Paliwal,
   * 1997). Of a sequence that is not returned they give the state that each reached last.
   */
  @JsonTypeName("bidirectional")
  record Bidirectional(@JsonProperty("layer") Recurrent layer) implements LayerSpec {}

  /**
   * A learned vector for each code: words, categories, whole numbers from 0.
   *
   * @param vocabulary number of codes; follows from the dataset where that knows it
   */
  @JsonTypeName("embedding")
  record Embedding(
      int units,
      @Nullable Integer vocabulary,
      @Nullable WeightInit weightInit,
      @Nullable Double l1,
      @Nullable Double l2)
      implements Weighted {

    /** There is no bias. */
    @JsonIgnore
    @Override
    public @Nullable Double biasInit() {
      return null;
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
   * Batch normalization (Ioffe and Szegedy, 2015), of each feature or channel.
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
