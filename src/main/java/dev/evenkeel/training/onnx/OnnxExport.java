package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.ProcessFacts;
import dev.evenkeel.training.data.FittedPreprocessing;
import dev.evenkeel.training.data.FittedPreprocessing.InputEncoding;
import dev.evenkeel.training.network.FlatVector;
import dev.evenkeel.training.network.ParameterSegment;
import dev.evenkeel.training.network.TrainableNetwork;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.NetworkPlan.Hidden;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.plan.layers.TensorShape.Image;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;
import dev.evenkeel.training.plan.layers.TensorShape.Vector;
import dev.evenkeel.training.spec.LayerSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a trained network and its preprocessing as one ONNX graph, layer by layer of its plan.
 *
 * <p>Sequences stay [B, T, features] throughout, as the plan has them. Images come as [B, height,
 * width, channels] and are turned once, where the first convolution wants them.
 */
public final class OnnxExport {

  private final NetworkPlan plan;
  private final FittedPreprocessing preprocessing;
  private final List<ParameterSegment> segments;
  private final FlatVector parameters;
  private final OnnxContext context;
  private final OnnxGraph graph;
  private final OnnxPreprocessing around;

  /**
   * @param network of the plan; read on the calling thread, which must be its own
   */
  public OnnxExport(TrainableNetwork network, NetworkPlan plan, FittedPreprocessing preprocessing) {
    this.plan = plan;
    this.preprocessing = preprocessing;
    this.segments = network.segments();
    this.parameters = network.parameters();
    this.context = new OnnxContext(plan);
    this.graph = context.graph();
    this.around = new OnnxPreprocessing(graph, preprocessing);
  }

  /**
   * Writes the network's present parameters; to be called once.
   *
   * @throws IOException where the file can't be written
   */
  public void write(Path file) throws IOException {
    try (OutputStream stream = Files.newOutputStream(file)) {
      model().writeTo(stream);
    }
  }

  private ModelProto model() {
    Flow flow = input();
    for (Hidden layer : plan.hidden()) {
      TrainedLayer<LayerSpec> trained =
          new TrainedLayer<>(layer.spec(), layer, of(layer.shape().index()));
      flow = OnnxLayers.append(trained, flow, context);
    }
    Flow answer = output(flow);
    long outputs = plan.output().shape().outputs();
    if (preprocessing.targets().isEmpty()) {
      graph.output(ModelManifest.ONNX_OUTPUT, answer.value(), DataType.FLOAT, outputs);
    } else {
      String inUnits = around.after(answer.value());
      graph.output(ModelManifest.ONNX_OUTPUT, inUnits, DataType.DOUBLE, outputs);
    }
    return graph.build(ProcessFacts.version());
  }

  private LayerParameters of(int layer) {
    return new LayerParameters(layer, segments, parameters);
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
      return new Flow(context.steps().chosen(around.before(raw), graph.vector(0)), shape);
    }
    String codes = context.steps().chosen(raw, graph.doubles(new double[] {0}, 1));
    return new Flow(graph.node("Squeeze", List.of(around.codes(codes), graph.longs(2))), shape);
  }

  private Flow output(Flow in) {
    NetworkPlan.Output output = plan.output();
    TensorShape out = new Vector(output.shape().outputs());
    return context
        .activations()
        .apply(output.activation(), OnnxDense.affine(of(output.shape().index()), in, out, context));
  }
}
