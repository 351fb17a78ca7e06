package dev.evenkeel.training.onnx;

import dev.evenkeel.training.spec.Activation;
import java.util.List;

/** Activation functions as an exported graph computes them. */
final class OnnxActivations {

  private final OnnxGraph graph;

  OnnxActivations(OnnxGraph graph) {
    this.graph = graph;
  }

  Flow apply(Activation function, Flow in) {
    String x = in.value();
    return in.mapped(
        switch (function) {
          case LINEAR -> x;
          case RELU -> graph.node("Relu", List.of(x));
          case LEAKY_RELU -> graph.node("LeakyRelu", List.of(x), OnnxGraph.real("alpha", 0.01));
          case ELU -> graph.node("Elu", List.of(x), OnnxGraph.real("alpha", 1));
          case SELU -> graph.node("Selu", List.of(x));
          case TANH -> graph.node("Tanh", List.of(x));
          case SIGMOID -> graph.node("Sigmoid", List.of(x));
          case SOFTPLUS -> graph.node("Softplus", List.of(x));
          case SOFTSIGN -> graph.node("Softsign", List.of(x));
          // Both clip 0.2 x + 0.5.
          case HARD_SIGMOID -> graph.node("HardSigmoid", List.of(x));
          case SOFTMAX ->
              graph.node("Softmax", List.of(x), OnnxGraph.integer("axis", in.featureAxis()));
          case SWISH -> gated(x, x);
          // As networks are trained: x · sigmoid(1.702 x), neither the exact function nor tanh's.
          case GELU -> gated(x, scaled(x, 1.702f));
        });
  }

  private String gated(String x, String gate) {
    return graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(gate))));
  }

  private String scaled(String x, float factor) {
    return graph.node("Mul", List.of(x, graph.floats(new float[] {factor}, 1)));
  }

  /** The name by which the recurrent operators call a function. */
  static String ofRecurrence(Activation function) {
    return switch (function) {
      case TANH -> "Tanh";
      case SIGMOID -> "Sigmoid";
      case RELU -> "Relu";
      case HARD_SIGMOID -> "HardSigmoid";
      case SOFTSIGN -> "Softsign";
      case LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, LINEAR, SOFTMAX ->
          throw new IllegalArgumentException(
              "A recurrent layer with %s has no ONNX form.".formatted(function));
    };
  }
}
