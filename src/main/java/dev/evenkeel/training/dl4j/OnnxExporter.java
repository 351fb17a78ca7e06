package dev.evenkeel.training.dl4j;

import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.NetworkPlan;
import dev.evenkeel.training.NetworkPlan.Hidden;
import dev.evenkeel.training.TensorShape;
import dev.evenkeel.training.TensorShape.Image;
import dev.evenkeel.training.TensorShape.Sequence;
import dev.evenkeel.training.TensorShape.Vector;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.spec.LayerSpec;
import java.util.List;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto.DataType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a trained network and its preprocessing as one ONNX graph, layer by layer of its plan.
 *
 * <p>Sequences stay [B, T, features] throughout, as the plan has them. Images come as [B, height,
 * width, channels] and are turned once, where the first convolution wants them.
 */
final class OnnxExporter {

  private final MultiLayerNetwork network;
  private final NetworkPlan plan;
  private final FittedPreprocessing preprocessing;
  private final OnnxGraph graph = new OnnxGraph();
  private final OnnxShapes shapes = new OnnxShapes(graph);
  private final OnnxActivations activations = new OnnxActivations(graph);
  private final OnnxImages images = new OnnxImages(graph, shapes);
  private final OnnxPreprocessing around;
  private final OnnxSteps steps;
  private final OnnxPooling pooling;
  private final OnnxRecurrence recurrence;
  private final OnnxWeights weights;

  private OnnxExporter(
      MultiLayerNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing) {
    this.network = network;
    this.plan = plan;
    this.preprocessing = preprocessing;
    around = new OnnxPreprocessing(graph, preprocessing);
    weights = new OnnxWeights(graph, shapes);
    steps =
        plan.input().raw() instanceof Sequence sequence && sequence.varies()
            ? new OnnxSteps(
                graph,
                ModelManifest.ONNX_INPUT,
                graph.input(ModelManifest.ONNX_LENGTHS, DataType.INT64, OnnxGraph.ANY))
            : new OnnxSteps(graph);
    pooling = new OnnxPooling(graph, steps);
    recurrence = new OnnxRecurrence(graph, shapes, steps);
  }

  static ModelProto export(
      MultiLayerNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing) {
    return new OnnxExporter(network, plan, preprocessing).export();
  }

  private ModelProto export() {
    Flow flow = input();
    boolean leading = true;
    for (Hidden layer : plan.hidden()) {
      leading &=
          layer.spec() instanceof LayerSpec.Reshape || layer.spec() instanceof LayerSpec.Flatten;
      flow = leading ? shapes.reshaped(flow, layer.out()) : hidden(layer, flow);
    }
    flow = output(flow);
    long outputs = plan.output().shape().outputs();
    if (preprocessing.targets().isEmpty()) {
      graph.output(ModelManifest.ONNX_OUTPUT, flow.value(), DataType.FLOAT, outputs);
    } else {
      String inUnits = around.after(flow.value());
      graph.output(ModelManifest.ONNX_OUTPUT, inUnits, DataType.DOUBLE, outputs);
    }
    return graph.build(Provenance.ownVersion());
  }

  private Flow input() {
    TensorShape shape = plan.input().raw();
    int columns = preprocessing.columns().size();
    if (shape instanceof Image image) {
      String bytes =
          graph.input(
              ModelManifest.ONNX_INPUT,
              DataType.FLOAT,
              OnnxGraph.ANY,
              image.height(),
              image.columns(),
              columns);
      return new Flow(around.before(graph.cast(bytes, DataType.DOUBLE)), shape);
    }
    if (shape instanceof Sequence sequence && !isTable(sequence)) {
      long length = sequence.varies() ? OnnxGraph.ANY : sequence.steps();
      return steps(
          graph.input(ModelManifest.ONNX_INPUT, DataType.DOUBLE, OnnxGraph.ANY, length, columns),
          shape);
    }
    String row = graph.input(ModelManifest.ONNX_INPUT, DataType.DOUBLE, OnnxGraph.ANY, columns);
    return new Flow(isCodes() ? around.codes(row) : around.before(row), shape);
  }

  /** A row of a table whose columns an embedding takes as steps. */
  private boolean isTable(Sequence sequence) {
    return isCodes()
        && preprocessing.columns().size() > 1
        && preprocessing.columns().size() == sequence.steps();
  }

  private boolean isCodes() {
    return preprocessing.encoding() == InputEncoding.CODES;
  }

  /** What lies behind the end of a sequence goes first: it could be anything. */
  private Flow steps(String raw, TensorShape shape) {
    if (!isCodes()) {
      return new Flow(steps.chosen(around.before(raw), graph.floats(new float[] {0}, 1)), shape);
    }
    String codes = steps.chosen(raw, graph.doubles(new double[] {0}, 1));
    return new Flow(graph.node("Squeeze", List.of(around.codes(codes), graph.longs(2))), shape);
  }

  private Flow hidden(Hidden layer, Flow in) {
    int index = layer.shape().index();
    LayerSpec spec = layer.spec();
    if (spec instanceof LayerSpec.Dense dense) {
      return activations.apply(
          dense.activation(), weights.affine(parameters(index), in, layer.out()));
    }
    if (spec instanceof LayerSpec.Conv2d conv) {
      return activations.apply(
          conv.activation(), images.convolved(conv, parameters(index), in, layer.out()));
    }
    if (spec instanceof LayerSpec.MaxPooling2d max) {
      return images.maxPooled(max, in, layer.out());
    }
    if (spec instanceof LayerSpec.AveragePooling2d average) {
      return images.averagePooled(average, in, layer.out());
    }
    if (spec instanceof LayerSpec.GlobalPooling global) {
      return pooling.pooled(global.pooling(), in);
    }
    if (spec instanceof LayerSpec.Flatten) {
      return layer.in() instanceof Image && flattensByChannel(index)
          ? shapes.flattenedByChannel(in)
          : shapes.reshaped(in, layer.out());
    }
    if (spec instanceof LayerSpec.Reshape) {
      return shapes.reshaped(in, layer.out());
    }
    return hiddenBesides(layer, in);
  }

  private Flow hiddenBesides(Hidden layer, Flow in) {
    int index = layer.shape().index();
    LayerSpec spec = layer.spec();
    if (spec instanceof LayerSpec.Recurrent recurrent) {
      return recurrence.apply(
          recurrent, List.of(OnnxRecurrence.Direction.of(parameters(index), "")), in, layer.out());
    }
    if (spec instanceof LayerSpec.Bidirectional both) {
      Map<String, INDArray> parameters = parameters(index);
      return recurrence.apply(
          both.layer(),
          List.of(
              OnnxRecurrence.Direction.of(parameters, "f"),
              OnnxRecurrence.Direction.of(parameters, "b")),
          in,
          layer.out());
    }
    if (spec instanceof LayerSpec.Embedding) {
      return weights.lookedUp(parameters(index), in, layer.out());
    }
    if (spec instanceof LayerSpec.BatchNormalization normalization) {
      return weights.normalized(parameters(index), normalization.epsilon(), in);
    }
    if (spec instanceof LayerSpec.ActivationOnly only) {
      return activations.apply(only.activation(), in);
    }
    if (spec instanceof LayerSpec.Dropout) {
      return in;
    }
    throw new IllegalArgumentException("Layer %s has no ONNX form.".formatted(spec));
  }

  private Flow output(Flow in) {
    TensorShape out = new Vector(plan.output().shape().outputs());
    return activations.apply(
        plan.output().activation(),
        weights.affine(parameters(plan.output().shape().index()), in, out));
  }

  /** Where all numbers are weighed next, Deeplearning4j lays an image flat in its own order. */
  private boolean flattensByChannel(int layer) {
    return network.getLayerWiseConfigurations().getInputPreProcess(layer)
        instanceof CnnToFeedForwardPreProcessor;
  }

  private Map<String, INDArray> parameters(int layer) {
    return network.getLayer(layer).paramTable(false);
  }

  /** The numbers of an array row by row, however they lie in memory. */
  static float[] rowByRow(INDArray array) {
    return array.dup('c').reshape('c', new long[] {array.length()}).toFloatVector();
  }
}
