package dev.evenkeel.training.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.evenkeel.training.ModelManifest;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.TensorShape.Sequence;

/** The graph that a network is being written into, and the parts that its layers share. */
final class OnnxContext {

  private final NetworkPlan plan;
  private final OnnxGraph graph = new OnnxGraph();
  private final OnnxShapes shapes = new OnnxShapes(graph);
  private final OnnxActivations activations = new OnnxActivations(graph);
  private OnnxSteps steps;

  OnnxContext(NetworkPlan plan) {
    this.plan = plan;
    steps =
        plan.input().raw() instanceof Sequence sequence && sequence.varies()
            ? new OnnxSteps(
                graph,
                ModelManifest.ONNX_INPUT,
                graph.input(ModelManifest.ONNX_LENGTHS, DataType.INT64, OnnxGraph.ANY))
            : new OnnxSteps(graph);
  }

  NetworkPlan plan() {
    return plan;
  }

  OnnxGraph graph() {
    return graph;
  }

  OnnxShapes shapes() {
    return shapes;
  }

  OnnxActivations activations() {
    return activations;
  }

  /** Which steps count of the sequences that the next layer gets. */
  OnnxSteps steps() {
    return steps;
  }

  /** For a layer that makes sequences shorter. */
  void follow(OnnxSteps shorter) {
    steps = shorter;
  }
}
