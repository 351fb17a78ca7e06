package dev.evenkeel.training.preflight;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.repair.Figures;
import dev.evenkeel.training.repair.LayerRepairs;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds hidden layers that can be built but let little through: softmax, dropout, forget gates. */
final class LayerChoices {

  private static final double MOST_DROPPED = 0.8;
  private static final double LEAST_KEPT = 0.1;

  /** A forget gate that starts below a quarter open. */
  private static final double FORGETFUL = -1;

  /** Below an eighth, over steps that leave nothing of anything. */
  private static final double OBLIVIOUS = -2;

  private static final int LONG = 10;

  private final TrainingSpec spec;
  private final NetworkPlan plan;
  private final RunSetup setup;
  private final List<PreflightWarning> found = new ArrayList<>();

  LayerChoices(RunSetup setup) {
    this.setup = setup;
    spec = setup.spec();
    plan = setup.plan();
    plan.hidden().forEach(this::checkSoftmax);
    checkDropout();
    plan.hidden().forEach(this::checkForgetting);
  }

  List<PreflightWarning> found() {
    return List.copyOf(found);
  }

  private void checkSoftmax(NetworkPlan.Hidden layer) {
    if (layer.kind().activation() != Activation.SOFTMAX) {
      return;
    }
    String pointer = "/network/layers/%d/activation".formatted(layer.shape().index());
    boolean doubled = plan.output().activation() == Activation.SOFTMAX && isLast(layer);
    boolean certain =
        doubled
            && plan.output().shape().outputs() == layer.shape().outputs()
            && layer.out() instanceof TensorShape.Vector;
    found.add(
        PreflightWarning.of(
            pointer,
            doubled ? Cause.DOUBLE_SOFTMAX : Cause.SATURATED_ACTIVATION,
            Map.of("layer", layer.shape().index()),
            doubled
                ? "Layer %d answers with softmax, and the output layer takes the softmax of that: gradients are small and probabilities flat."
                    .formatted(layer.shape().index())
                : "Softmax inside a network makes its units compete and its gradient small.",
            "Relu or tanh are the usual choice.",
            certain ? List.of(SpecEdits.change(spec, pointer, "relu")) : List.of()));
  }

  /** Whether nothing that computes stands between a layer and the output. */
  private boolean isLast(NetworkPlan.Hidden layer) {
    return plan.hidden().stream()
        .filter(other -> other.shape().index() > layer.shape().index())
        .allMatch(other -> other.kind().is(LayerTrait.DROPS));
  }

  private void checkDropout() {
    double kept = 1;
    double most = 0;
    int where = -1;
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      double rate = layer.kind().dropped();
      kept *= 1 - rate;
      where = rate > most ? layer.shape().index() : where;
      most = Math.max(most, rate);
    }
    if (where >= 0 && (most >= MOST_DROPPED || kept < LEAST_KEPT)) {
      found.add(
          PreflightWarning.of(
              "/network/layers/%d/rate".formatted(where),
              Cause.DROPOUT,
              Map.of("rate", most, "kept", kept),
              "Dropout of %s leaves %s of a signal all in all."
                  .formatted(Figures.show(most), Figures.percent(kept)),
              "A rate of 0.2 to 0.5 is usual.",
              List.of()));
    }
  }

  private void checkForgetting(NetworkPlan.Hidden layer) {
    Double bias = layer.kind().forgetGateBias();
    if (bias == null
        || !(layer.in() instanceof TensorShape.Sequence sequence)
        || bias > FORGETFUL) {
      return;
    }
    int index = layer.shape().index();
    double open = 1 / (1 + Math.exp(-bias));
    boolean certain = bias <= OBLIVIOUS && sequence.steps() >= LONG;
    found.add(
        PreflightWarning.of(
            "/network/layers/%d%s/forget_gate_bias".formatted(index, layer.kind().inside()),
            Cause.FORGET_BIAS,
            Map.of(
                "bias", bias, "steps", sequence.steps(), "kept", Math.pow(open, sequence.steps())),
            "A forget gate bias of %s keeps %s of the state in each of %s: nothing early in a sequence is remembered."
                .formatted(
                    Figures.show(bias),
                    Figures.percent(open),
                    Figures.count(sequence.steps(), "step")),
            "Leave forget_gate_bias at 1, or more for long gaps.",
            certain ? new LayerRepairs(setup).remembering(index) : List.of()));
  }
}
