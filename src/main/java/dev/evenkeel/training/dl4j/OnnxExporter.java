package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.data.FittedPreprocessing;
import java.util.List;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto.DataType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a trained network and its preprocessing as one ONNX graph.
 *
 * <p>What it doesn't know it refuses: a model that answers something else than what was trained
 * would be worse than none.
 */
final class OnnxExporter {

  private final MultiLayerNetwork network;
  private final OnnxGraph graph = new OnnxGraph();

  private OnnxExporter(MultiLayerNetwork network) {
    this.network = network;
  }

  static ModelProto export(MultiLayerNetwork network, FittedPreprocessing preprocessing) {
    return new OnnxExporter(network).export(preprocessing);
  }

  private ModelProto export(FittedPreprocessing preprocessing) {
    var around = new OnnxPreprocessing(graph, preprocessing);
    int columns = preprocessing.columns().size();
    String value = around.before(graph.input(ModelManifest.ONNX_INPUT, DataType.DOUBLE, columns));
    for (int layer = 0; layer < network.getnLayers(); layer++) {
      value = layer(layer, value);
    }
    long outputs = network.layerSize(network.getnLayers() - 1);
    if (preprocessing.targets().isEmpty()) {
      graph.output(ModelManifest.ONNX_OUTPUT, value, DataType.FLOAT, outputs);
    } else {
      graph.output(ModelManifest.ONNX_OUTPUT, around.after(value), DataType.DOUBLE, outputs);
    }
    return graph.build(Provenance.ownVersion());
  }

  private String layer(int index, String input) {
    Layer layer = network.getLayer(index).conf().getLayer();
    if (layer instanceof DenseLayer dense) {
      return activation(dense.getActivationFn(), affine(index, input));
    }
    if (layer instanceof BaseOutputLayer output) {
      return activation(output.getActivationFn(), affine(index, input));
    }
    if (layer instanceof ActivationLayer alone) {
      return activation(alone.getActivationFn(), input);
    }
    if (layer instanceof BatchNormalization normalization) {
      return normalization(index, normalization, input);
    }
    if (layer instanceof DropoutLayer) {
      return input;
    }
    throw new IllegalArgumentException(
        "Layer %d (%s) has no ONNX form.".formatted(index, layer.getClass().getName()));
  }

  private String affine(int index, String input) {
    INDArray weights = parameter(index, "W");
    return graph.node(
        "Gemm",
        List.of(
            input,
            graph.floats(rowByRow(weights), weights.size(0), weights.size(1)),
            vector(parameter(index, "b"))));
  }

  private String normalization(int index, BatchNormalization layer, String input) {
    if (layer.isLockGammaBeta() || layer.isUseLogStd()) {
      throw new IllegalArgumentException(
          "Layer %d: batch normalization is exported with learned scale and plain variance only."
              .formatted(index));
    }
    return graph.node(
        "BatchNormalization",
        List.of(
            input,
            vector(parameter(index, "gamma")),
            vector(parameter(index, "beta")),
            vector(parameter(index, "mean")),
            vector(parameter(index, "var"))),
        OnnxGraph.real("epsilon", layer.getEps()));
  }

  private String activation(IActivation function, String x) {
    if (function instanceof ActivationIdentity) {
      return x;
    }
    if (function instanceof ActivationReLU relu && isPlain(relu)) {
      return graph.node("Relu", List.of(x));
    }
    if (function instanceof ActivationLReLU leaky) {
      return graph.node("LeakyRelu", List.of(x), OnnxGraph.real("alpha", leaky.getAlpha()));
    }
    if (function instanceof ActivationELU elu) {
      return graph.node("Elu", List.of(x), OnnxGraph.real("alpha", elu.getAlpha()));
    }
    if (function instanceof ActivationSoftmax) {
      return graph.node("Softmax", List.of(x), OnnxGraph.integer("axis", -1));
    }
    if (function instanceof ActivationSwish) {
      return gated(x, x);
    }
    if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
      // Deeplearning4j computes x · sigmoid(1.702 x), neither the exact function nor tanh's.
      return gated(x, graph.node("Mul", List.of(x, graph.floats(new float[] {1.702f}, 1))));
    }
    return graph.node(operator(function), List.of(x));
  }

  private static String operator(IActivation function) {
    if (function instanceof ActivationTanH) {
      return "Tanh";
    }
    if (function instanceof ActivationSigmoid) {
      return "Sigmoid";
    }
    if (function instanceof ActivationSELU) {
      return "Selu";
    }
    if (function instanceof ActivationSoftPlus) {
      return "Softplus";
    }
    if (function instanceof ActivationSoftSign) {
      return "Softsign";
    }
    if (function instanceof ActivationHardSigmoid) {
      // Both clip 0.2 x + 0.5.
      return "HardSigmoid";
    }
    throw new IllegalArgumentException("Activation %s has no ONNX form.".formatted(function));
  }

  private String gated(String x, String gate) {
    return graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(gate))));
  }

  private static boolean isPlain(ActivationReLU relu) {
    return relu.getMax() == null && relu.getThreshold() == null && relu.getNegativeSlope() == null;
  }

  private INDArray parameter(int layer, String name) {
    return network.getLayer(layer).getParam(name);
  }

  private String vector(INDArray array) {
    return graph.floats(rowByRow(array), array.length());
  }

  /** Weights lie column by column. */
  private static float[] rowByRow(INDArray array) {
    return array.dup('c').reshape('c', new long[] {array.length()}).toFloatVector();
  }
}
