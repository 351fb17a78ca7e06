package dev.evenkeel.imports;

import dev.evenkeel.error.Excerpt;
import dev.evenkeel.training.plan.layers.PlanLimits;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.Loss;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.Size2d;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads one layer of a Deeplearning4j configuration. */
final class LayerReader {

  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";
  private static final String ACTIVATIONS = "org.nd4j.linalg.activations.impl.Activation";
  private static final String LOSSES = "org.nd4j.linalg.lossfunctions.impl.Loss";

  private static final Map<String, Activation> ACTIVATION_NAMES =
      Map.ofEntries(
          Map.entry("ReLU", Activation.RELU),
          Map.entry("LReLU", Activation.LEAKY_RELU),
          Map.entry("ELU", Activation.ELU),
          Map.entry("SELU", Activation.SELU),
          Map.entry("GELU", Activation.GELU),
          Map.entry("Swish", Activation.SWISH),
          Map.entry("TanH", Activation.TANH),
          Map.entry("Sigmoid", Activation.SIGMOID),
          Map.entry("SoftPlus", Activation.SOFTPLUS),
          Map.entry("Identity", Activation.LINEAR),
          Map.entry("Softmax", Activation.SOFTMAX),
          Map.entry("HardSigmoid", Activation.HARD_SIGMOID),
          Map.entry("SoftSign", Activation.SOFTSIGN));

  private static final Map<String, Loss> LOSS_NAMES =
      Map.ofEntries(
          Map.entry("MCXENT", Loss.CROSS_ENTROPY),
          Map.entry("NegativeLogLikelihood", Loss.CROSS_ENTROPY),
          Map.entry("BinaryXENT", Loss.BINARY_CROSS_ENTROPY),
          Map.entry("MSE", Loss.MSE),
          Map.entry("MAE", Loss.MAE),
          Map.entry("Hinge", Loss.HINGE),
          Map.entry("KLD", Loss.KL_DIVERGENCE),
          Map.entry("MSLE", Loss.MSLE),
          Map.entry("Poisson", Loss.POISSON));

  private static final int MOST_CODES = 10_000_000;

  /** Something that has no counterpart here; the message says what. */
  static final class Unknown extends Exception {

    private static final long serialVersionUID = 1L;

    Unknown(String message) {
      super(message);
    }
  }

  private final JsonNode layer;
  private final String type;

  LayerReader(JsonNode layer) {
    this.layer = layer;
    String name = layer.path("@class").stringValue("");
    this.type = name.startsWith(LAYERS) ? name.substring(LAYERS.length()) : name;
  }

  LayerSpec hidden() throws Unknown {
    return switch (type) {
      case "DenseLayer" -> dense();
      case "ConvolutionLayer" -> convolution();
      case "SubsamplingLayer" -> subsampling();
      case "GlobalPoolingLayer" -> globalPooling();
      case "BatchNormalization" -> normalization();
      case "DropoutLayer" -> new LayerSpec.Dropout(1 - layer.at("/idropout/p").doubleValue(1));
      case "ActivationLayer" -> new LayerSpec.ActivationOnly(activation("activationFn"));
      case "EmbeddingSequenceLayer" -> embedding();
      case "LSTM", "recurrent.SimpleRnn" -> recurrent(true);
      case "recurrent.LastTimeStep" -> new LayerReader(layer.path("underlying")).recurrent(false);
      case "recurrent.Bidirectional" -> bidirectional();
      default -> throw new Unknown("'%s' can't be imported.".formatted(shorten(type)));
    };
  }

  OutputSpec output() throws Unknown {
    if (!type.equals("OutputLayer")) {
      throw new Unknown(
          "the last layer is '%s', but must be an OutputLayer.".formatted(shorten(type)));
    }
    requireBias();
    String name = layer.at("/lossFn/@class").stringValue("");
    Loss loss = name.startsWith(LOSSES) ? LOSS_NAMES.get(name.substring(LOSSES.length())) : null;
    if (loss == null) {
      throw new Unknown("the loss '%s' can't be imported.".formatted(shorten(name)));
    }
    return new OutputSpec(whole("nout"), activation("activationFn"), loss, null);
  }

  /** Whether a batch normalization keeps log10 of the deviation in the place of the variance. */
  boolean storesLogVariance() {
    return type.equals("BatchNormalization") && layer.path("useLogStd").booleanValue(false);
  }

  /** Features or channels in; 0 where the layer doesn't say. */
  static int inputs(JsonNode layer) {
    for (String inner : new String[] {"underlying", "fwd"}) {
      if (layer.has(inner)) {
        return inputs(layer.path(inner));
      }
    }
    return Math.max(layer.path("nin").intValue(0), 0);
  }

  private LayerSpec dense() throws Unknown {
    requireBias();
    refuseIf(layer.path("hasLayerNorm").booleanValue(false), "layer normalization");
    return new LayerSpec.Dense(whole("nout"), activation("activationFn"), null, null, null, null);
  }

  private LayerSpec convolution() throws Unknown {
    requireBias();
    requireImageFormat("cnn2dDataFormat");
    refuseIf(!size("dilation").equals(Size2d.square(1)), "dilation");
    boolean same = layer.path("convolutionMode").stringValue("").equals("Same");
    refuseIf(!same && !isZero("padding"), "explicit padding");
    return new LayerSpec.Conv2d(
        whole("nout"),
        size("kernelSize"),
        size("stride"),
        same ? LayerSpec.Padding.SAME : LayerSpec.Padding.VALID,
        activation("activationFn"),
        null,
        null,
        null,
        null);
  }

  private LayerSpec subsampling() throws Unknown {
    requireImageFormat("cnn2dDataFormat");
    refuseIf(!size("dilation").equals(Size2d.square(1)), "dilation");
    refuseIf(layer.path("convolutionMode").stringValue("").equals("Same"), "padded pooling");
    refuseIf(!isZero("padding"), "explicit padding");
    return switch (layer.path("poolingType").stringValue("")) {
      case "MAX" -> new LayerSpec.MaxPooling2d(size("kernelSize"), size("stride"));
      case "AVG" -> new LayerSpec.AveragePooling2d(size("kernelSize"), size("stride"));
      default -> throw new Unknown("only MAX and AVG pooling can be imported.");
    };
  }

  private LayerSpec globalPooling() throws Unknown {
    refuseIf(!layer.path("collapseDimensions").booleanValue(true), "uncollapsed pooling");
    return switch (layer.path("poolingType").stringValue("")) {
      case "MAX" -> new LayerSpec.GlobalPooling(LayerSpec.Pooling.MAX);
      case "AVG" -> new LayerSpec.GlobalPooling(LayerSpec.Pooling.AVERAGE);
      default -> throw new Unknown("only MAX and AVG pooling can be imported.");
    };
  }

  private LayerSpec normalization() throws Unknown {
    requireImageFormat("cnn2DFormat");
    refuseIf(layer.path("lockGammaBeta").booleanValue(false), "a locked scale");
    return new LayerSpec.BatchNormalization(
        layer.path("decay").doubleValue(0.9), layer.path("eps").doubleValue(1e-5));
  }

  private LayerSpec embedding() throws Unknown {
    refuseIf(layer.path("hasBias").booleanValue(false), "a bias");
    return new LayerSpec.Embedding(whole("nout"), whole("nin", MOST_CODES), null, null, null);
  }

  private LayerSpec bidirectional() throws Unknown {
    refuseIf(!layer.path("mode").stringValue("").equals("CONCAT"), "a mode other than CONCAT");
    return new LayerSpec.Bidirectional(new LayerReader(layer.path("fwd")).recurrent(true));
  }

  private LayerSpec.Recurrent recurrent(boolean returnSequences) throws Unknown {
    refuseIf(layer.path("hasLayerNorm").booleanValue(false), "layer normalization");
    refuseIf(!layer.path("rnnDataFormat").stringValue("NCW").equals("NCW"), "the format NWC");
    Activation activation = activation("activationFn");
    if (type.equals("recurrent.SimpleRnn")) {
      return new LayerSpec.SimpleRnn(
          whole("nout"), activation, returnSequences, null, null, null, null, null);
    }
    if (!type.equals("LSTM")) {
      throw new Unknown("'%s' can't be imported here.".formatted(shorten(type)));
    }
    refuseIf(activation("gateActivationFn") != Activation.SIGMOID, "gates other than sigmoid");
    return new LayerSpec.Lstm(
        whole("nout"), activation, returnSequences, null, null, null, null, null, null);
  }

  private Activation activation(String field) throws Unknown {
    JsonNode function = layer.path(field);
    String name = function.path("@class").stringValue("");
    Activation activation =
        name.startsWith(ACTIVATIONS)
            ? ACTIVATION_NAMES.get(name.substring(ACTIVATIONS.length()))
            : null;
    if (activation == null || !isPlain(activation, function)) {
      throw new Unknown("the activation '%s' can't be imported.".formatted(shorten(name)));
    }
    return activation;
  }

  /** Constants other than the usual ones make another function. */
  private static boolean isPlain(Activation activation, JsonNode function) {
    return switch (activation) {
      case RELU ->
          isAbsent(function, "max")
              && isAbsent(function, "threshold")
              && isAbsent(function, "negativeSlope");
      case LEAKY_RELU -> function.path("alpha").doubleValue(0.01) == 0.01;
      case ELU -> function.path("alpha").doubleValue(1.0) == 1.0;
      case GELU -> !function.path("precise").booleanValue(false);
      default -> true;
    };
  }

  private static boolean isAbsent(JsonNode function, String field) {
    return function.path(field).isNull() || function.path(field).doubleValue(0) == 0;
  }

  private void requireBias() throws Unknown {
    refuseIf(!layer.path("hasBias").booleanValue(true), "a missing bias");
  }

  private void requireImageFormat(String field) throws Unknown {
    refuseIf(!layer.path(field).stringValue("NCHW").equals("NCHW"), "the format NHWC");
  }

  private void refuseIf(boolean present, String what) throws Unknown {
    if (present) {
      throw new Unknown("%s of '%s' can't be imported.".formatted(what, shorten(type)));
    }
  }

  private int whole(String field) throws Unknown {
    return whole(field, PlanLimits.defaults().units());
  }

  private int whole(String field, int most) throws Unknown {
    long value = layer.path(field).longValue(0);
    if (value < 1) {
      throw new Unknown("'%s' must be a whole number from 1.".formatted(field));
    }
    if (value > most) {
      throw new Unknown("'%s' is %d, over the limit of %d.".formatted(field, value, most));
    }
    return (int) value;
  }

  private Size2d size(String field) throws Unknown {
    JsonNode sides = layer.path(field);
    int height = sides.path(0).intValue(0);
    int width = sides.path(1).intValue(0);
    if (sides.size() != 2 || height < 1 || width < 1) {
      throw new Unknown("'%s' must be two whole numbers from 1.".formatted(field));
    }
    return new Size2d(height, width);
  }

  private boolean isZero(String field) {
    JsonNode sides = layer.path(field);
    return sides.path(0).intValue(0) == 0 && sides.path(1).intValue(0) == 0;
  }

  static String shorten(String text) {
    return Excerpt.of(text);
  }
}
