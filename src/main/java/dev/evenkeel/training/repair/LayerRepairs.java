package dev.evenkeel.training.repair;

import dev.evenkeel.training.RunSetup;
import dev.evenkeel.training.plan.NetworkPlan;
import dev.evenkeel.training.plan.layers.LayerKind;
import dev.evenkeel.training.plan.layers.LayerTrait;
import dev.evenkeel.training.plan.layers.TensorShape;
import dev.evenkeel.training.spec.Activation;
import dev.evenkeel.training.spec.LayerSpec;
import dev.evenkeel.training.spec.OutputSpec;
import dev.evenkeel.training.spec.SpecEdits;
import dev.evenkeel.training.spec.TrainingSpec;
import dev.evenkeel.training.stability.SpecChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What to change in a network's layers against initial weights and activations that let no signal
 * or gradient through; the smallest change that keeps the user's design.
 */
public final class LayerRepairs {

  private final TrainingSpec spec;
  private final NetworkPlan plan;

  public LayerRepairs(RunSetup setup) {
    spec = setup.spec();
    plan = setup.plan();
  }

  /**
   * Initial weights that carry a signal of any size on unchanged: those that each kind of layer has
   * where none are named, orthogonal from step to step; biases 0.
   */
  public List<SpecChange> saneInitialization() {
    List<SpecChange> changes = new ArrayList<>();
    change(changes, "/network/weight_init", null);
    set(changes, "/network/bias_init", spec.network().biasInit(), 0.0);
    for (int i = 0; i < spec.network().layers().size(); i++) {
      reset(changes, i, kind(i));
    }
    OutputSpec output = spec.network().output();
    if (output != null && output.weightInit() != null) {
      change(changes, "/network/output/weight_init", null);
    }
    return changes;
  }

  /** Those layers alone start by sane weights. */
  public List<SpecChange> saneInitialization(Set<Integer> layers) {
    if (!weighted().isEmpty() && layers.containsAll(weighted())) {
      return saneInitialization();
    }
    List<SpecChange> changes = new ArrayList<>();
    for (int index : new TreeSet<>(layers)) {
      if (index >= spec.network().layers().size()) {
        changes.addAll(saneOutput());
      } else if (weighted().contains(index)) {
        sane(changes, index, kind(index));
      }
    }
    return changes;
  }

  private Set<Integer> weighted() {
    Set<Integer> weighted = new TreeSet<>();
    for (NetworkPlan.Hidden layer : plan.hidden()) {
      if (layer.kind().weights() != null) {
        weighted.add(layer.shape().index());
      }
    }
    return weighted;
  }

  private LayerKind kind(int index) {
    return LayerKind.of(spec.network().layers().get(index));
  }

  private void sane(List<SpecChange> changes, int index, LayerKind layer) {
    String at = at(index, layer);
    change(changes, at + "/weight_init", rectifies(layer) ? "he" : "xavier");
    if (plan.hidden().get(index).initialization().bias() != 0) {
      change(changes, at + "/bias_init", 0.0);
    }
    if (layer.is(LayerTrait.RECURRENT)) {
      change(changes, at + "/recurrent_init", "orthogonal");
    }
  }

  private static String at(int index, LayerKind layer) {
    return "/network/layers/%d%s".formatted(index, layer.inside());
  }

  /** The output layer starts by Glorot's weights. */
  public List<SpecChange> saneOutput() {
    return List.of(change("/network/output/weight_init", "xavier"));
  }

  /** Biases of those layers start at 0. */
  public List<SpecChange> openBiases(Set<Integer> layers) {
    List<SpecChange> changes = new ArrayList<>();
    boolean allThatInherit =
        layers.containsAll(weighted().stream().filter(this::inherits).toList());
    for (int index : new TreeSet<>(layers)) {
      if (!allThatInherit || !inherits(index)) {
        change(changes, at(index, kind(index)) + "/bias_init", 0.0);
      } else if (changes.stream().noneMatch(one -> one.pointer().equals("/network/bias_init"))) {
        change(changes, "/network/bias_init", 0.0);
      }
    }
    return changes;
  }

  /** Whether a layer's bias is the network's. */
  private boolean inherits(int index) {
    LayerSpec.Weighted weights = kind(index).weights();
    return weights != null && weights.biasInit() == null;
  }

  /** A recurrence that neither shrinks nor stretches. */
  public List<SpecChange> orthogonal(int index) {
    return List.of(change(at(index, kind(index)) + "/recurrent_init", "orthogonal"));
  }

  /** One plain recurrence becomes an lstm. */
  public List<SpecChange> gated(int index) {
    List<SpecChange> changes = new ArrayList<>();
    open(changes, index, kind(index));
    return changes;
  }

  /** All of them start by remembering. */
  public List<SpecChange> remembering() {
    List<SpecChange> changes = new ArrayList<>();
    for (int i = 0; i < spec.network().layers().size(); i++) {
      if (kind(i).forgetGateBias() != null) {
        changes.addAll(remembering(i));
      }
    }
    return changes;
  }

  /** Units inside a network that need not compete. */
  public List<SpecChange> withoutHiddenSoftmax() {
    List<SpecChange> changes = new ArrayList<>();
    for (int i = 0; i < spec.network().layers().size(); i++) {
      if (kind(i).activation() == Activation.SOFTMAX) {
        change(changes, at(i, kind(i)) + "/activation", "relu");
      }
    }
    return changes;
  }

  /** An lstm that starts by remembering. */
  public List<SpecChange> remembering(int index) {
    return List.of(change(at(index, kind(index)) + "/forget_gate_bias", forgetBias(steps(index))));
  }

  /** The forget gate's bias ln(steps − 1) of chrono initialisation, from 1 to 5. */
  private static double forgetBias(int steps) {
    double bias = Math.log(Math.max(3, steps - 1));
    return Math.round(10 * Math.max(1, Math.min(5, bias))) / 10.0;
  }

  private void reset(List<SpecChange> changes, int index, LayerKind layer) {
    String at = at(index, layer);
    LayerSpec.Weighted weighted = layer.weights();
    if (weighted != null) {
      if (weighted.weightInit() != null) {
        change(changes, at + "/weight_init", null);
      }
      set(changes, at + "/bias_init", weighted.biasInit(), 0.0);
    }
    if (layer.is(LayerTrait.RECURRENT)) {
      change(changes, at + "/recurrent_init", layer.isPlainRecurrence() ? "orthogonal" : null);
    }
  }

  /**
   * Layers that let a gradient through: sigmoid and tanh become relu with He's weights, a plain
   * recurrence becomes an lstm that starts by remembering (chrono initialisation: Tallec and
   * Ollivier, 2018).
   */
  public List<SpecChange> openActivations() {
    List<SpecChange> changes = new ArrayList<>();
    boolean opened = false;
    for (int i = 0; i < spec.network().layers().size(); i++) {
      opened |= open(changes, i, kind(i));
    }
    if (opened) {
      change(changes, "/network/weight_init", null);
    }
    return changes;
  }

  private boolean open(List<SpecChange> changes, int index, LayerKind layer) {
    String at = at(index, layer);
    LayerSpec.Recurrent recurrence = layer.recurrence();
    if (recurrence != null && layer.isPlainRecurrence()) {
      change(changes, at, gated(recurrence, steps(index)));
      return false;
    }
    boolean bounded = isBounded(layer.activation());
    if (bounded) {
      change(changes, at + "/activation", "relu");
      if (layer.weights() != null && layer.weights().weightInit() != null) {
        change(changes, at + "/weight_init", null);
      }
    }
    return bounded;
  }

  private int steps(int layer) {
    return plan.hidden().get(layer).in() instanceof TensorShape.Sequence sequence
        ? sequence.steps()
        : 1;
  }

  private static Map<String, Object> gated(LayerSpec.Recurrent rnn, int steps) {
    Map<String, Object> lstm = new LinkedHashMap<>();
    lstm.put("type", "lstm");
    lstm.put("units", rnn.units());
    if (rnn.returnSequences() != null) {
      lstm.put("return_sequences", rnn.returnSequences());
    }
    lstm.put("forget_gate_bias", forgetBias(steps));
    return lstm;
  }

  private static boolean rectifies(LayerKind layer) {
    return layer.is(LayerTrait.FEED_FORWARD) && !isBounded(layer.activation());
  }

  /** Whether a function's values stay within bounds; none is none. */
  public static boolean isBounded(@Nullable Activation activation) {
    if (activation == null) {
      return false;
    }
    return switch (activation) {
      case SIGMOID, TANH, HARD_SIGMOID, SOFTSIGN, SOFTMAX -> true;
      case RELU, LEAKY_RELU, ELU, SELU, GELU, SWISH, SOFTPLUS, LINEAR -> false;
    };
  }

  private void set(List<SpecChange> changes, String pointer, @Nullable Double now, double wanted) {
    if (now != null && now != wanted) {
      changes.add(change(pointer, wanted));
    }
  }

  private void change(List<SpecChange> changes, String pointer, @Nullable Object to) {
    SpecChange change = change(pointer, to);
    if (!String.valueOf(change.from()).equals(String.valueOf(to))) {
      changes.add(change);
    }
  }

  private SpecChange change(String pointer, @Nullable Object to) {
    return SpecEdits.change(spec, pointer, to);
  }
}
